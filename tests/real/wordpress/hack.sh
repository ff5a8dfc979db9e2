# shellcheck shell=bash
# What attackers do to a WordPress, and what its owner does afterwards. Sourced by wordpress.sh.
#
# Each plant leads to hosts of its own, so that every finding can be told to belong to one of
# them. The cloaker answers crawlers and search visitors on all addresses of the site; the other
# plants stay visible to the citizen who types an address, and that is how attackers want it:
# the owner sees a portal that looks as always.

: "${here:?}" "${work:?}" "${docroot:?}" "${theme:?}"

plants=$here/wordpress/plants

hack() {
    cp "$docroot/index.php" "$work/index.php.orig"
    cp -R "$theme" "$work/theme.orig"

    # Links in the footer of the theme, and a script in the head: both on every page.
    cat "$plants/footer-links.html" >>"$theme/parts/footer.html"
    cat "$plants/wp-head.php" >>"$theme/functions.php"

    # A row in the database.
    database <"$plants/doorway.sql"

    # An upload that no page links to. A robots.txt of the attacker's brings the crawlers there.
    uploads=$docroot/wp-content/uploads/2024/08
    mkdir -p "$uploads"
    cp "$plants/upload.html" "$uploads/tai-game-bai.html"
    cat >"$uploads/sitemap-tin.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>$PORTAL_URL/wp-content/uploads/2024/08/tai-game-bai.html</loc></url>
</urlset>
XML
    cat >"$docroot/robots.txt" <<TXT
User-agent: *
Disallow: /wp-admin/

Sitemap: $PORTAL_URL/wp-sitemap.xml
Sitemap: $PORTAL_URL/wp-content/uploads/2024/08/sitemap-tin.xml
TXT

    # A cloaker before the first line of WordPress.
    cat "$plants/cloaker.php" "$work/index.php.orig" >"$docroot/index.php"
}

clean_up() {
    cp "$work/index.php.orig" "$docroot/index.php"
    rm -rf "$theme"
    cp -R "$work/theme.orig" "$theme"
    rm -rf "$docroot/wp-content/uploads/2024" "$docroot/robots.txt"
    echo "DELETE FROM wp_posts WHERE post_name LIKE 'nha-cai-uy-tin-nhat%';" | database
}
