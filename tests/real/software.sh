#!/usr/bin/env bash
# Real installations of what portals run, each scanned as it comes from Debian: the product has to be
# told with exactly the version that the package installs, and nothing may be called planted.
# (WordPress is looked at in wordpress.sh.)
#
# Everything runs on loopback and in a temporary folder. Debian's packages are installed where
# they are missing and the script runs as root. CANHCONG names the binary;
# target/release/canhcong otherwise. Needs bash, python3 and apt.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
canhcong=$(realpath -m "${CANHCONG:-$here/../../target/release/canhcong}")
[ -x "$canhcong" ] || { echo "no binary at $canhcong: run cargo build --release" >&2; exit 2; }

# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$here/packages.sh"
# Its package would make a database on whatever server runs here; the page to log in needs none.
if [ "$(id -u)" -eq 0 ] && ! dpkg-query -W phpmyadmin >/dev/null 2>&1; then
    echo 'phpmyadmin phpmyadmin/dbconfig-install boolean false' | debconf-set-selections
fi
# These depend on some web server and some PHP for it: nginx and php-cgi keep Apache out.
need_packages curl nginx php php-cgi php-cli php-sqlite3 mediawiki phpmyadmin

work=$(mktemp -d "${TMPDIR:-/tmp}/canhcong-software.XXXXXX")
# shellcheck source-path=SCRIPTDIR source=servers.sh
. "$here/servers.sh"
# shellcheck source-path=SCRIPTDIR source=checks.sh
. "$here/checks.sh"
trap 'stop_servers; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export PHP_CLI_SERVER_WORKERS=4

# upstream PACKAGE — its version without what Debian adds: 1.39.17 of 1:1.39.17-1+deb12u2.
upstream() {
    dpkg-query -W -f '${Version}' "$1" | sed -E 's/^[0-9]+://; s/-[^-]*$//; s/[+~]dfsg.*$//'
}

# scan NAME URL — $work/NAME.json, and a check of the exit code.
scan() {
    local code=0
    (cd "$work" && timeout --foreground 120 "$canhcong" scan "$2" --allow-private --rate 200 \
        --pages 10 --format json --lang en >"$work/$1.json") 2>"$work/$1.log" || code=$?
    check "the scan '$1' ends with exit code 0 (got $code)" test "$code" -eq 0
    [ "$code" -eq 0 ] || tail -n 20 "$work/$1.log" >&2
}

installed() { python3 "$here/installed.py" --tally "$tally" "$@" || check "installed.py ends well" false; }

echo "== A wiki"
port=$(free_port)
mkdir "$work/wiki"
php /usr/share/mediawiki/maintenance/install.php --confpath "$work/wiki" --dbtype sqlite \
    --dbpath "$work/wiki" --dbname wiki --server "http://127.0.0.1:$port" --scriptpath '' --lang vi \
    --skins Vector --pass 'Na-Sen-2024!xa' 'Wiki xã Nà Sen' Quantri \
    >"$work/install.log" 2>&1 || { cat "$work/install.log" >&2; exit 2; }
MW_CONFIG_FILE=$work/wiki/LocalSettings.php start_server "$work/wiki.log" \
    php -d display_errors=0 -S "127.0.0.1:$port" -t /var/lib/mediawiki
await_server "http://127.0.0.1:$port/"
scan mediawiki "http://127.0.0.1:$port/"
installed "$work/mediawiki.json" mediawiki "$(upstream mediawiki)" --clean
installed "$work/mediawiki.json" php "$(php -r 'echo PHP_VERSION;')" --clean

echo "== A page to administer databases"
port=$(free_port)
cp -RL /usr/share/phpmyadmin "$work/phpmyadmin"
vendor=$work/phpmyadmin/libraries/vendor_config.php
suffix=$(sed -n "s/.*'versionSuffix' => '\(.*\)',.*/\1/p" "$vendor")
mkdir "$work/templates"
# Debian's settings hold the secrets of this machine: these are ours.
sed -i "s|'tempDir' => .*|'tempDir' => '$work/templates/',|
    s|'configFile' => .*|'configFile' => '$work/phpmyadmin.php',|" "$vendor"
cat >"$work/phpmyadmin.php" <<'PHP'
<?php
$cfg['blowfish_secret'] = 'abcdefghijklmnopqrstuvwxyz012345';
$cfg['Servers'][1] = ['auth_type' => 'cookie', 'host' => '127.0.0.1'];
PHP
start_server "$work/phpmyadmin.log" \
    php -d display_errors=0 -S "127.0.0.1:$port" -t "$work/phpmyadmin"
await_server "http://127.0.0.1:$port/"
scan phpmyadmin "http://127.0.0.1:$port/"
installed "$work/phpmyadmin.json" phpmyadmin "$(upstream phpmyadmin)$suffix" --package Debian --clean

conclude
