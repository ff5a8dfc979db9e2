<?php
// Fills the commune's portal with what such portals carry. The words of crime and gambling in
// the police warnings, the legal text and the report on hacked portals belong here: a scan that
// takes them for spam is of no use.
//
// Usage: php content.php DOCROOT
$_SERVER['HTTP_HOST'] = parse_url(getenv('PORTAL_URL'), PHP_URL_HOST);
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/taxonomy.php';

/** Adds a post or page and returns its id. */
function add(string $type, string $date, string $title, string $slug, array $paragraphs, array $more = []): int
{
    $id = wp_insert_post($more + [
        'post_type' => $type,
        'post_status' => 'publish',
        'post_author' => 1,
        'post_date' => $date,
        'post_title' => $title,
        'post_name' => $slug,
        'post_content' => implode("\n\n", array_map(
            fn ($text) => "<!-- wp:paragraph -->\n<p>$text</p>\n<!-- /wp:paragraph -->",
            $paragraphs
        )),
    ], true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message() . "\n");
        exit(1);
    }
    return $id;
}

switch_theme('cong-xa');
update_option('blogdescription', 'Ủy ban nhân dân xã Nà Sen, tỉnh Điện Biên');
update_option('show_avatars', 0);
update_option('posts_per_page', 8);
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
update_option('permalink_structure', '/%postname%/');
$GLOBALS['wp_rewrite']->init();
flush_rewrite_rules();
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
    wp_delete_post($sample->ID, true);
}

$news = wp_create_category('Tin tức - Sự kiện');
$notices = wp_create_category('Thông báo');
$security = wp_create_category('An ninh trật tự');
$law = wp_create_category('Phổ biến pháp luật');
$sport = wp_create_category('Văn hóa - Thể thao');

add('page', '2024-01-05 08:00:00', 'Giới thiệu', 'gioi-thieu', [
    'Xã Nà Sen nằm ở phía đông của tỉnh, có 14 bản với 1.126 hộ, 5.480 nhân khẩu, gồm các dân tộc Thái, Mông, Khơ Mú và Kinh cùng sinh sống.',
    'Kinh tế của xã chủ yếu là sản xuất nông, lâm nghiệp: lúa nước, cà phê, chăn nuôi đại gia súc và trồng rừng. Năm 2023, thu nhập bình quân đạt 32 triệu đồng/người/năm, tỷ lệ hộ nghèo giảm 4,2%.',
]);
add('page', '2024-01-05 08:10:00', 'Cơ cấu tổ chức', 'co-cau-to-chuc', [
    'Thường trực Đảng ủy, Thường trực HĐND, lãnh đạo UBND, Ủy ban MTTQ Việt Nam xã và các tổ chức chính trị - xã hội.',
    'Chủ tịch UBND xã phụ trách chung; các Phó Chủ tịch phụ trách lĩnh vực kinh tế và lĩnh vực văn hóa - xã hội.',
]);
add('page', '2024-01-05 08:20:00', 'Thủ tục hành chính', 'thu-tuc-hanh-chinh', [
    'Người dân nộp hồ sơ trực tuyến tại <a href="https://dichvucong.gov.vn/">Cổng Dịch vụ công quốc gia</a> hoặc nộp trực tiếp tại Bộ phận Một cửa của UBND xã vào giờ hành chính.',
    'Các thủ tục thường gặp: đăng ký khai sinh, đăng ký kết hôn, xác nhận tình trạng hôn nhân, chứng thực bản sao từ bản chính, đăng ký tạm trú.',
]);
add('page', '2024-01-05 08:30:00', 'Lịch tiếp công dân', 'lich-tiep-cong-dan', [
    'Chủ tịch UBND xã tiếp công dân vào thứ Năm hằng tuần tại phòng tiếp công dân, trụ sở UBND xã. Trường hợp trùng ngày nghỉ, lịch tiếp được chuyển sang ngày làm việc kế tiếp.',
]);
add('page', '2024-01-05 08:40:00', 'Liên hệ', 'lien-he', [
    'Trụ sở: Bản Nà Sen, xã Nà Sen. Điện thoại: 0215.3000.000. Thư điện tử: ubnd.nasen@example.gov.vn.',
]);

add('post', '2024-08-28 09:00:00', 'Kế hoạch tổ chức Ngày hội toàn dân đưa trẻ đến trường năm học 2024 - 2025', 'ngay-hoi-toan-dan-dua-tre-den-truong', [
    'Sáng 5/9, cùng với cả nước, ba trường học trên địa bàn xã sẽ tổ chức lễ khai giảng năm học mới. UBND xã đề nghị các bản vận động 100% trẻ trong độ tuổi ra lớp đúng ngày.',
    'Đến nay, các nhà trường đã hoàn thành việc sửa chữa phòng học, bổ sung bàn ghế, chuẩn bị sách giáo khoa theo chương trình giáo dục phổ thông mới.',
], ['post_category' => [$news]]);
add('post', '2024-08-22 14:30:00', 'Công an xã khuyến cáo: Cảnh giác với cờ bạc trực tuyến, cá độ bóng đá', 'canh-giac-voi-co-bac-truc-tuyen-ca-do-bong-da', [
    'Thời gian gần đây, tình trạng đánh bạc trên không gian mạng diễn biến phức tạp. Các đối tượng lập trang web, ứng dụng với các trò tài xỉu, xóc đĩa, nổ hũ, bắn cá đổi thưởng, cá độ bóng đá, lô đề trực tuyến, dùng tài khoản mạng xã hội để lôi kéo người dân, nhất là thanh thiếu niên, tham gia.',
    'Thủ đoạn của các đối tượng là cho người chơi thắng những ván đầu, sau đó can thiệp vào hệ thống để chiếm đoạt tiền. Nhiều người đã vay tín dụng đen để gỡ gạc, dẫn đến khánh kiệt, phạm tội.',
    'Theo Điều 321 Bộ luật Hình sự, người nào đánh bạc trái phép được thua bằng tiền trị giá từ 5.000.000 đồng trở lên có thể bị phạt tù đến 7 năm. Người tổ chức đánh bạc, gá bạc bị xử lý theo Điều 322.',
    'Công an xã đề nghị người dân không tham gia cờ bạc, cá độ bóng đá dưới mọi hình thức; không truy cập đường dẫn lạ; khi phát hiện các trang quảng cáo nhà cái cần báo ngay cho Công an xã. Xem thêm khuyến cáo của <a href="https://bocongan.gov.vn/">Bộ Công an</a>.',
], ['post_category' => [$security]]);
add('post', '2024-08-20 10:00:00', 'Bắt quả tang nhóm đối tượng đánh bạc bằng hình thức tài xỉu tại bản Huổi Lóng', 'bat-qua-tang-nhom-doi-tuong-danh-bac', [
    'Tối 18/8, Công an xã phối hợp với Đội Cảnh sát hình sự bắt quả tang 6 đối tượng đang đánh bạc bằng hình thức tài xỉu ăn tiền, thu giữ trên chiếu bạc 23,4 triệu đồng và nhiều tang vật liên quan.',
    'Vụ việc đang được củng cố hồ sơ để xử lý theo quy định của pháp luật.',
], ['post_category' => [$security]]);
add('post', '2024-08-16 08:00:00', 'Tăng cường bảo đảm an toàn cho cổng thông tin điện tử của cơ quan nhà nước', 'tang-cuong-bao-dam-an-toan-cho-cong-thong-tin-dien-tu', [
    'Theo cơ quan chức năng, nhiều trang thông tin điện tử của cơ quan nhà nước đã bị lợi dụng để cài cắm liên kết (backlink) đến trang cờ bạc. Trên công cụ tìm kiếm xuất hiện các tiêu đề như "Cách chơi tài xỉu", "Game bài đổi thưởng" dưới tên miền gov.vn; khi bấm vào, người dùng bị chuyển hướng sang trang khác.',
    'UBND xã yêu cầu đơn vị vận hành rà soát mã nguồn, đổi mật khẩu quản trị, cập nhật phiên bản mới nhất và sao lưu dữ liệu. Hướng dẫn có tại <a href="https://ais.gov.vn/">Cục An toàn thông tin</a> và <a href="https://khonggianmang.vn/">Cổng Không gian mạng quốc gia</a>.',
], ['post_category' => [$notices]]);
add('post', '2024-08-12 15:00:00', 'Phổ biến một số quy định xử phạt hành vi đánh bạc trái phép', 'quy-dinh-xu-phat-hanh-vi-danh-bac-trai-phep', [
    'Nghị định số 144/2021/NĐ-CP của Chính phủ quy định phạt tiền đối với hành vi đánh bạc trái phép bằng một trong các hình thức xóc đĩa, tá lả, tổ tôm, tú lơ khơ, tam cúc, đá gà, tài xỉu hoặc các hình thức khác mà được, thua bằng tiền, hiện vật.',
    'Hành vi mua các số lô, số đề bị phạt từ 200.000 đồng đến 500.000 đồng. Toàn văn xem tại <a href="https://vbpl.vn/">Cơ sở dữ liệu quốc gia về văn bản pháp luật</a> và <a href="https://vanban.chinhphu.vn/">Hệ thống văn bản Chính phủ</a>.',
], ['post_category' => [$law]]);
add('post', '2024-08-09 09:30:00', 'Giải bóng đá thanh niên xã Nà Sen: lịch thi đấu và bảng xếp hạng', 'giai-bong-da-thanh-nien-lich-thi-dau', [
    'Sau ba lượt trận, đội bản Nà Sen dẫn đầu bảng xếp hạng với 9 điểm; tỷ số trận gần nhất với đội bản Pom Lót là 3 - 1. Trận chung kết diễn ra lúc 16 giờ ngày 2/9.',
    'Bên lề giải có các trò chơi dân gian: kéo co, đẩy gậy, tung còn, chọi gà và lô tô hội chợ gây quỹ khuyến học.',
], ['post_category' => [$sport]]);
add('post', '2024-08-06 08:00:00', 'Giải ngân vốn vay ưu đãi cho hộ nghèo, hộ cận nghèo đợt 2 năm 2024', 'giai-ngan-von-vay-uu-dai-cho-ho-ngheo', [
    'Phòng giao dịch Ngân hàng Chính sách xã hội đã giải ngân 2,6 tỷ đồng cho 48 hộ vay vốn phát triển sản xuất với lãi suất ưu đãi. Người dân cảnh giác với các ứng dụng cho vay nặng lãi, tín dụng đen.',
    'Thông tin về các chương trình tín dụng xem tại <a href="https://vbsp.org.vn/">vbsp.org.vn</a>.',
], ['post_category' => [$news]]);
add('post', '2024-08-02 07:30:00', 'Tiêm vắc xin cho trẻ và phòng, chống sốt xuất huyết mùa mưa', 'tiem-vac-xin-va-phong-chong-sot-xuat-huyet', [
    'Trạm Y tế xã tổ chức tiêm chủng mở rộng vào ngày 10 hằng tháng. Các hộ gia đình chủ động diệt bọ gậy, thau rửa dụng cụ chứa nước, ngủ màn cả ban ngày.',
    'Khuyến cáo đầy đủ tại <a href="https://vncdc.gov.vn/">Cục Y tế dự phòng</a>. Trạm Y tế cũng tư vấn sức khỏe sinh sản, giáo dục giới tính cho học sinh trung học cơ sở.',
], ['post_category' => [$notices]]);
add('post', '2024-07-29 16:00:00', 'Ra quân làm đường giao thông nông thôn tại bản Huổi Lóng', 'ra-quan-lam-duong-giao-thong-nong-thon', [
    'Hơn 200 đoàn viên, hội viên và nhân dân đã tham gia đổ bê tông 1,2 km đường nội bản theo phương châm "Nhà nước và nhân dân cùng làm".',
    'Tuyến đường hoàn thành giúp bà con vận chuyển nông sản thuận lợi, góp phần hoàn thành tiêu chí giao thông trong xây dựng nông thôn mới.',
], ['post_category' => [$news]]);
add('post', '2024-07-26 08:00:00', 'Dâng hương tưởng niệm các anh hùng liệt sĩ nhân ngày 27/7', 'dang-huong-tuong-niem-cac-anh-hung-liet-si', [
    'Lãnh đạo Đảng ủy, HĐND, UBND, Ủy ban MTTQ Việt Nam xã đã dâng hương tại đài tưởng niệm và thăm, tặng quà các gia đình chính sách, người có công với cách mạng.',
], ['post_category' => [$news]]);
add('post', '2024-07-19 09:00:00', 'Thông báo lịch cấp căn cước lưu động tại các bản', 'lich-cap-can-cuoc-luu-dong', [
    'Tổ công tác làm thủ tục cấp thẻ căn cước lưu động tại nhà văn hóa các bản từ ngày 22/7 đến ngày 26/7. Công dân mang theo giấy tờ tùy thân và đăng ký trước qua <a href="https://dichvucong.bocongan.gov.vn/">Cổng Dịch vụ công Bộ Công an</a>.',
], ['post_category' => [$notices]]);
add('post', '2024-07-12 10:15:00', 'Hội nghị sơ kết công tác sáu tháng đầu năm 2024', 'hoi-nghi-so-ket-sau-thang-dau-nam-2024', [
    'Thu ngân sách trên địa bàn đạt 58% dự toán; diện tích gieo trồng vụ xuân đạt 102% kế hoạch; 9/14 bản đạt chuẩn văn hóa. Hội nghị thống nhất tám nhiệm vụ trọng tâm sáu tháng cuối năm.',
], ['post_category' => [$news]]);

$warning = get_page_by_path('canh-giac-voi-co-bac-truc-tuyen-ca-do-bong-da', OBJECT, 'post');
wp_insert_comment([
    'comment_post_ID' => $warning->ID,
    'comment_author' => 'Lò Văn Panh',
    'comment_content' => 'Bản tôi có người bị rủ chơi tài xỉu trên điện thoại, đề nghị Công an xã vào cuộc.',
    'comment_date' => '2024-08-23 07:12:00',
    'comment_date_gmt' => '2024-08-23 00:12:00',
    'comment_approved' => 1,
]);

$link = fn ($label, $url) => sprintf('<!-- wp:navigation-link {"label":"%s","url":"%s","kind":"custom","isTopLevelLink":true} /-->', $label, $url);
add('wp_navigation', '2024-01-05 09:00:00', 'Menu chính', 'menu-chinh', [], ['post_content' =>
    $link('Trang chủ', '/') . $link('Giới thiệu', '/gioi-thieu/') . $link('Cơ cấu tổ chức', '/co-cau-to-chuc/')
    . $link('Thủ tục hành chính', '/thu-tuc-hanh-chinh/') . $link('Lịch tiếp công dân', '/lich-tiep-cong-dan/')
    . $link('Văn bản', 'https://vanban.chinhphu.vn/') . $link('Liên hệ', '/lien-he/')]);
