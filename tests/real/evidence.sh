#!/usr/bin/env bash
# What a night keeps as evidence, read back by warcio: every digest, every body, and the same
# findings again when the archive is inspected.
#
#   tests/real/evidence.sh
#
# CANHCONG names the binary, target/release/canhcong otherwise. Needs bash, python3 with venv and
# openssl; warcio comes from PyPI into a folder that is removed at the end.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
canhcong=$(realpath -m "${CANHCONG:-$here/../../target/release/canhcong}")
[ -x "$canhcong" ] || { echo "no binary at $canhcong: run cargo build --release" >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/canhcong-evidence.XXXXXX")
servers=()
finish() {
    for server in "${servers[@]}"; do
        kill "$server" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT

# shellcheck source-path=SCRIPTDIR source=checks.sh
. "$here/checks.sh"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check warcio ||
    { echo "skipped: warcio cannot be installed"; exit 0; }
warcio=$work/venv/bin/warcio

cat >"$work/page.html" <<'HTML'
<!doctype html><html><head><title>Xã Mẫu</title></head><body><p>Tin tức của xã</p>
<div style="position:absolute;left:-9999px"><a href="https://nha-cai.example/">nhà cái uy tín</a></div>
</body></html>
HTML
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
    -keyout "$work/key.pem" -out "$work/own.pem" 2>/dev/null

cd "$work"
begin() {
    local id=$1 scheme=$2
    shift 2
    python3 "$here/evidence/portal.py" "$1" "$id.port" page.html "${@:2}" &
    servers+=($!)
    for _ in $(seq 100); do
        [ -s "$id.port" ] && break
        sleep 0.1
    done
    printf '[[portal]]\nid = "%s"\nname = "%s"\nurl = "%s://127.0.0.1:%s/"\nrequests_per_second = 100\npages = 4\n\n' \
        "$id" "$id" "$scheme" "$(cat "$id.port")" >>targets.toml
}
begin plain http plain
begin gzip http gzip
begin deflate http deflate
begin chunked http chunked
begin tls https gzip own.pem key.pem

"$canhcong" nightly --allow-private --quiet --format json --output report.json || true

# extracted ARCHIVE — whether every page in it is, decoded, the page that was sent.
extracted() {
    local offset pages=0
    for offset in $("$warcio" index -f warc-type,offset,http:status "$1" |
        sed -n 's/.*"response", "offset": "\([0-9]*\)", "http:status": "200".*/\1/p'); do
        "$warcio" extract --payload "$1" "$offset" >extracted || return 1
        # Addresses that do not exist are in no archive of a page that does.
        cmp extracted page.html || return 1
        pages=$((pages + 1))
    done
    [ "$pages" -ge 8 ]
}

# verified ARCHIVE — whether warcio finds that every digest holds, and that there are some.
verified() {
    "$warcio" check -v "$1" >checked || return 1
    ! grep -qv -e 'digest pass' -e WARC-Record-ID -e '\.warc\.gz' -e 'no digest to check' checked &&
        [ "$(grep -c 'digest pass' checked)" -ge 48 ]
}

# found_again ID ARCHIVE — whether an inspection finds on each page what the night found.
found_again() {
    "$canhcong" inspect "$2" >inspected || [ $? -eq 1 ] || return 1
    python3 - "$1" <<'PYTHON'
import json
import sys

portals = json.load(open("report.json", encoding="utf-8"))["portals"]
night = next(portal for portal in portals if portal["portal"] == sys.argv[1])
told = {(own["rule"], own["subject"]) for own in night["findings"]}
pages = [json.loads(line) for line in open("inspected", encoding="utf-8")]
pages = [page for page in pages if page["url"].endswith("/vi")]
again = [{(own["rule"], own["subject"]) for own in page["findings"]} for page in pages]
sys.exit(0 if told and again and all(found == told for found in again) else 1)
PYTHON
}

for id in plain gzip deflate chunked tls; do
    archive=$(echo state/evidence/"$id"/*/exchange.warc.gz)
    check "$id: one item" test -f "$archive"
    check "$id: warcio verifies every record" verified "$archive"
    check "$id: warcio gives back the page" extracted "$archive"
    check "$id: inspect finds the same again" found_again "$id" "$archive"
done
archive=$(echo state/evidence/tls/*/exchange.warc.gz)
zcat "$archive" | python3 -c '
import json, re, sys
text = sys.stdin.buffer.read().decode("utf-8", "replace")
pem = re.search(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\\n", text).group()
open("seen.pem", "w").write(json.loads(f"\"{pem}\""))'
check "tls: the certificate is the server's" \
    cmp <(openssl x509 -in own.pem -outform DER) <(openssl x509 -in seen.pem -outform DER)
conclude
