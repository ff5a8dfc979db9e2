<?php
// One more article, as a commune's portal gets every day.
//
// Usage: php article.php DOCROOT
$_SERVER['HTTP_HOST'] = parse_url(getenv('PORTAL_URL'), PHP_URL_HOST);
require $argv[1] . '/wp-load.php';
$added = wp_insert_post([
    'post_type' => 'post',
    'post_status' => 'publish',
    'post_author' => 1,
    'post_title' => 'Lịch tiếp công dân tháng 12 của lãnh đạo Ủy ban nhân dân xã',
    'post_name' => 'lich-tiep-cong-dan-thang-12',
    'post_content' => "<!-- wp:paragraph -->\n<p>Chủ tịch Ủy ban nhân dân xã tiếp công dân vào các ngày 5 và 20 hằng tháng tại trụ sở.</p>\n<!-- /wp:paragraph -->",
], true);
if (is_wp_error($added)) {
    fwrite(STDERR, $added->get_error_message() . "\n");
    exit(1);
}
