# shellcheck shell=bash
# A portal with an approved state: its owner changes it, a person approves that, and the nights
# after are quiet. Sourced by wordpress.sh.

: "${here:?}" "${work:?}" "${docroot:?}" "${theme:?}" "${canhcong:?}"

# The binary N days ahead, as `canhcong ARGUMENTS...` in a folder with a registry of its own.
on_day() {
    local day=$1
    shift
    (cd "$work/approval" && FAKETIME_DONT_FAKE_MONOTONIC=1 timeout --foreground 300 \
        faketime -f "+${day}d" "$canhcong" "$@" --allow-private --rate 200 --lang en)
}

# night DAY EXPECTED-EXIT — the nightly run; $work/night-DAY.json.
night() {
    local code=0
    on_day "$1" nightly --format json --output "$work/night-$1.json" 2>"$work/night-$1.log" || code=$?
    check "night $1 ends with exit code $2 (got $code)" test "$code" -eq "$2"
    [ "$code" -eq "$2" ] || tail -n 20 "$work/night-$1.log" >&2
}

quietly() { "$@" >"$work/quiet.log" 2>&1; }
found() {
    python3 -c 'import json, sys
[portal] = json.load(open(sys.argv[1]))["portals"]
sys.exit(sys.argv[2] not in [finding["rule"] for finding in portal["findings"]])' \
        "$work/night-$1.json" "$2"
}
not_found() { ! found "$@"; }
# The release of Debian's WordPress may be the newest that is known: then there is nothing at all.
found_alone() {
    python3 -c 'import json, sys
[portal] = json.load(open(sys.argv[1]))["portals"]
rules = {finding["rule"] for finding in portal["findings"]}
sys.exit(portal["state"] not in ("clean", "findings") or not rules <= {sys.argv[2]})' \
        "$work/night-$1.json" "$2"
}

approve_changes() {
    mkdir -p "$work/approval"
    cat >"$work/approval/targets.toml" <<TOML
[[portal]]
id = "xa"
name = "Cổng thông tin điện tử xã Nà Sen"
url = "$PORTAL_URL/"
pages = 30
TOML
    on_day 0 baseline learn xa --looks 3 --every 1 -q >"$work/learn.txt" 2>&1
    check "the state is approved" quietly on_day 0 baseline approve xa --by "Nguyễn Thị Hoa"
    night 1 0

    # A partner in the footer, a map on every page, and the day's news.
    cp "$work/approval/baselines/xa/baseline.toml" "$work/approved.toml"
    echo '<p><a href="https://hop-tac-xa.example/">Hợp tác xã Nà Sen</a></p>' >>"$theme/parts/footer.html"
    cat >>"$theme/functions.php" <<'PHP'
add_action('wp_head', function () { echo '<script src="https://ban-do.example/nhung.js"></script>'; });
PHP
    php -d sendmail_path=/bin/true "$here/wordpress/article.php" "$docroot"
    check "the article is there" shows / 'Lịch tiếp công dân tháng 12'
    night 2 1
    check "the new script is found" found 2 new-script
    check "the new link is found" found 2 injected-link
    on_day 2 baseline diff xa >"$work/diff.txt" || true
    check "the difference shows both" grep -qF 'hop-tac-xa[.]example' "$work/diff.txt"
    check "and no article" sh -c "! grep -qF 'tiếp công dân' '$work/diff.txt'"

    local link
    link=$(awk '/new link/ { print $1; exit }' "$work/diff.txt")
    check "the link alone is approved" \
        quietly on_day 2 baseline approve xa --by "Nguyễn Thị Hoa" --only "$link"
    night 3 1
    check "the link is quiet" not_found 3 injected-link
    check "the script is not" found 3 new-script
    check "the script is approved" quietly on_day 3 baseline approve xa --by "Lò Văn Bình"
    night 4 0
    check "nothing is found but that WordPress is old" found_alone 4 outdated-software
    check "the approved state is sound" quietly on_day 4 check
    check "who approved is on record" grep -qF 'Lò Văn Bình' <(on_day 4 baseline show xa)
    local lines
    lines=$({ diff "$work/approved.toml" "$work/approval/baselines/xa/baseline.toml" || true; } |
        grep -c '^[<>]')
    check "both approvals are a few lines in git (got $lines)" test "$lines" -le 10
}
