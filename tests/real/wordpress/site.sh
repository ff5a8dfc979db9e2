# shellcheck shell=bash
# A WordPress of our own: private database, private files, PHP's built-in server. Sourced by
# wordpress.sh, which says where everything is, after servers.sh.

: "${here:?}" "${work:?}" "${docroot:?}" "${theme:?}" "${DEADLINE:?}"

start_database() {
    export PORTAL_SOCKET=$work/db.sock
    local options=(--no-defaults --datadir="$work/db")
    [ "$(id -u)" -ne 0 ] || options+=(--user=root)
    mariadb-install-db "${options[@]}" --auth-root-authentication-method=normal \
        --skip-test-db >"$work/db-install.log" 2>&1
    start_server "$work/db.log" mariadbd "${options[@]}" --socket="$PORTAL_SOCKET" \
        --pid-file="$work/db.pid" --skip-networking --innodb-flush-log-at-trx-commit=0
    mariadb-admin --no-defaults --socket="$PORTAL_SOCKET" --user=root --wait="$DEADLINE" \
        --connect-timeout="$DEADLINE" ping >"$work/db-ping.log" 2>&1
    mariadb --no-defaults --socket="$PORTAL_SOCKET" --user=root <<'SQL'
CREATE DATABASE portal CHARACTER SET utf8mb4;
CREATE USER portal@localhost IDENTIFIED BY 'portal';
GRANT ALL ON portal.* TO portal@localhost;
SQL
}

# database — runs the SQL on standard input.
database() {
    mariadb --no-defaults --default-character-set=utf8mb4 --socket="$PORTAL_SOCKET" \
        --user=portal --password=portal portal "$@"
}

# install_wordpress PORT — Debian's files with the commune's theme and content, served.
install_wordpress() {
    export PORTAL_URL=http://127.0.0.1:$1
    export PHP_CLI_SERVER_WORKERS=4

    # Debian links some of the files to other packages: here they have to be files.
    cp -RL /usr/share/wordpress "$docroot"
    cp "$here/wordpress/wp-config.php" "$docroot/wp-config.php"
    cp -R "$here/wordpress/theme" "$theme"
    mkdir -p "$docroot/wp-content/uploads"

    start_server "$work/php.log" php -d sendmail_path=/bin/true -d display_errors=0 -d opcache.revalidate_freq=0 \
        -S "127.0.0.1:$1" -t "$docroot" "$here/wordpress/router.php"
    await_server "$PORTAL_URL/wp-admin/install.php"
    curl -sSf --max-time "$DEADLINE" -o "$work/install.html" "$PORTAL_URL/wp-admin/install.php?step=2" \
        --data-urlencode 'weblog_title=Cổng thông tin điện tử xã Nà Sen' \
        --data 'user_name=quantri&admin_password=Na-Sen-2024!xa&admin_password2=Na-Sen-2024!xa' \
        --data 'pw_weak=1&admin_email=quantri@example.gov.vn&blog_public=1&language=vi&Submit=1'
    php -d sendmail_path=/bin/true "$here/wordpress/content.php" "$docroot"
}
