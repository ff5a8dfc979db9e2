#!/usr/bin/env bash
# A real WordPress, scanned clean, hacked the way attackers do, scanned again, repaired, scanned
# again: every plant has to be found, nothing else may be called planted, and what was repaired
# has to be told as gone at once, and as healed a night later. Then its state is approved: what its
# owner adds is found once, approved, and quiet from then on.
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

# MariaDB's daemon comes without its system service. WordPress depends on some web server and
# some PHP for it: nginx and php-cgi keep Apache out.
need_packages curl faketime mariadb-server-core mariadb-client nginx php php-cgi php-cli php-mysql php-xml \
    wordpress wordpress-l10n wordpress-theme-twentytwentythree

work=$(mktemp -d "${TMPDIR:-/tmp}/canhcong-wordpress.XXXXXX")
docroot=$work/docroot
theme=$docroot/wp-content/themes/cong-xa
# shellcheck source-path=SCRIPTDIR source=servers.sh
. "$here/servers.sh"
# shellcheck source-path=SCRIPTDIR source=checks.sh
. "$here/checks.sh"
# shellcheck source-path=SCRIPTDIR source=wordpress/site.sh
. "$here/wordpress/site.sh"
# shellcheck source-path=SCRIPTDIR source=wordpress/hack.sh
. "$here/wordpress/hack.sh"
# shellcheck source-path=SCRIPTDIR source=wordpress/approval.sh
. "$here/wordpress/approval.sh"
trap 'stop_servers; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# get PATH CURL-OPTIONS... — status line, headers and body, as a citizen unless told otherwise.
get() {
    local path=$1
    shift
    curl -sS --max-time 30 -i -A 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)' "$@" "$PORTAL_URL$path" |
        tr -d '\r' >"$work/answer"
}
shows() { get "$1" "${@:3}" && grep -qF -- "$2" "$work/answer"; }
lacks() { get "$1" "${@:3}" && ! grep -qF -- "$2" "$work/answer"; }

# scan NAME EXPECTED-EXIT — $work/NAME.json, and a check of the exit code.
scan() {
    local code=0
    (cd "$work" && timeout --foreground 300 "$canhcong" scan "$PORTAL_URL/" --allow-private --rate 200 \
        --pages 60 --state "$work/state" --format json --output "$work/$1.json") \
        2>"$work/$1.log" || code=$?
    check "the scan '$1' ends with exit code $2 (got $code)" test "$code" -eq "$2"
    [ "$code" -eq "$2" ] || tail -n 20 "$work/$1.log" >&2
}

judge() { python3 "$here/wordpress/judge.py" --tally "$tally" "$@" || true; }

echo "== A WordPress of a commune"
start_database
install_wordpress "$(free_port)"
search=(-e https://www.google.com.vn/)
crawler=(-A 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)')
check "the portal speaks Vietnamese" shows / 'lang="vi"'
check "its footer is the commune's" shows / 'Ghi rõ nguồn khi sử dụng lại'
check "the police warning is there" shows /canh-giac-voi-co-bac-truc-tuyen-ca-do-bong-da/ 'tài xỉu'
check "the sitemap is on" shows /wp-sitemap.xml wp-sitemap-posts-post-1.xml
check "an address that does not exist is one" shows /khong-co-trang-nay/ 'HTTP/1.1 404'
check "no plant is there yet" lacks / .example/ "${search[@]}"

echo "== Scanned clean"
scan clean 0
judge clean "$work/clean.json"
python3 "$here/installed.py" --tally "$tally" "$work/clean.json" wordpress \
    "$(sed -n "s/^\$wp_version = '\(.*\)';/\1/p" "$docroot/wp-includes/version.php")"

echo "== Hacked"
hack
check "the footer has the links" shows / '<a href="https://no-hu.example/">'
check "the head has the script" shows /gioi-thieu/ 'window[_0x4f[1]]=atob('
check "the doorway post is published" \
    shows /nha-cai-uy-tin-nhat-tai-xiu-online-doi-thuong-2024/ https://taixiu-doorway.example/
check "the doorway post is in the sitemap" \
    shows /wp-sitemap-posts-post-1.xml nha-cai-uy-tin-nhat-tai-xiu-online-doi-thuong-2024
check "robots.txt leads to the upload's sitemap" shows /robots.txt sitemap-tin.xml
check "the upload is served" \
    shows /wp-content/uploads/2024/08/tai-game-bai.html https://game-bai-upload.example/
check "crawlers get other content" shows / https://cloaked-12.example/ "${crawler[@]}"
check "citizens do not get it" lacks / cloaked-12.example
check "search visitors are sent away" \
    shows /gioi-thieu/ 'Location: https://search-visitors.example/' "${search[@]}"
check "others are not" lacks / search-visitors.example
scan hacked 1
judge hacked "$work/hacked.json"

echo "== Looked at a second time: the same wounds"
scan again 1
judge again "$work/again.json" --before "$work/hacked.json"

echo "== Repaired"
clean_up
check "the links are gone" lacks / no-hu.example
check "search visitors stay" lacks / search-visitors.example "${search[@]}"
check "crawlers get the portal" lacks / cloaked-12.example "${crawler[@]}"
scan repaired 0
judge repaired "$work/repaired.json" --before "$work/again.json"

echo "== Still clean on the next night"
python3 "$here/wordpress/next_day.py" "$work/state"
scan healed 0
judge healed "$work/healed.json" --before "$work/repaired.json"

echo "== Approved, changed by its owner, approved again"
approve_changes

if [ -n "${KEEP:-}" ]; then
    mkdir -p "$KEEP"
    cp "$work"/*.json "$work"/*.log "$KEEP/"
fi
conclude
