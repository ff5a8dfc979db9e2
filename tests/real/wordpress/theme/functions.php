<?php
// What the web company of a commune adds to a theme.

add_action('wp_enqueue_scripts', function () {
    wp_enqueue_style('cong-xa', get_stylesheet_uri(), [], '1.0');
});

add_action('wp_body_open', function () {
    ?>
<a class="noi-dung-chinh" href="#noi-dung">Bỏ qua, đến nội dung chính</a>
<div class="chay-chu"><marquee behavior="scroll" direction="left">CHÀO MỪNG BẠN ĐẾN VỚI CỔNG THÔNG TIN ĐIỆN TỬ XÃ NÀ SEN</marquee></div>
<nav class="menu-di-dong"><a href="/">Trang chủ</a> <a href="/gioi-thieu/">Giới thiệu</a> <a href="/thu-tuc-hanh-chinh/">Thủ tục hành chính</a> <a href="https://dichvucong.gov.vn/">Dịch vụ công trực tuyến</a></nav>
    <?php
});

add_action('wp_footer', function () {
    ?>
<script>
window.dataLayer = window.dataLayer || [];
function gtag() { dataLayer.push(arguments); }
gtag('js', new Date());
gtag('config', 'G-0000000000');
// Moves that stay on the portal: to the secure address, and out of a frame.
if (location.protocol === 'http:' && /\.gov\.vn$/.test(location.hostname)) { location.replace('https://' + location.host + location.pathname); }
if (window.top !== window.self) { window.top.location = window.self.location; }
document.querySelectorAll('select.lien-ket').forEach(function (list) {
    list.addEventListener('change', function () { if (list.value) { window.open(list.value, '_blank'); } });
});
</script>
    <?php
}, 20);
