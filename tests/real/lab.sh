#!/usr/bin/env bash
# Speed, memory and verdicts of a night over virtual portals, against WhatWeb in the same run.
#
#   tests/real/lab.sh            200 portals, three interleaved rounds: the figures of the README
#   tests/real/lab.sh --short    24 portals, one round: the verdicts, and a hint of the speed
#   tests/real/lab.sh --portals N --rounds N --whatweb N
#
# The portals come from a generator outside this repository: CANHCONG_LAB names its folder,
# ../shared/lab otherwise. CANHCONG names the binary, target/release/canhcong otherwise.
# Needs bash and python3; Debian's nginx and whatweb are installed when missing, as root.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
canhcong=$(realpath -m "${CANHCONG:-$here/../../target/release/canhcong}")
lab=${CANHCONG_LAB:-$here/../../../shared/lab}
portals=200 rounds=3 whatweb=40 figures=(--figures)

while [ $# -gt 0 ]; do
    case $1 in
    --short) portals=24 rounds=1 whatweb=10 figures=() ;;
    --portals) portals=$2 && shift ;;
    --rounds) rounds=$2 && shift ;;
    --whatweb) whatweb=$2 && shift ;;
    *) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
    esac
    shift
done

[ -f "$lab/gen.py" ] || { echo "skipped: no portal generator at $lab (set CANHCONG_LAB)"; exit 0; }
[ -x "$canhcong" ] || { echo "no binary at $canhcong: run cargo build --release" >&2; exit 2; }

# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$here/packages.sh"
need_packages curl nginx whatweb

work=$(mktemp -d "${TMPDIR:-/tmp}/canhcong-lab.XXXXXX")
nginx=
finish() {
    if [ -n "$nginx" ]; then
        kill "$nginx" 2>/dev/null || true
        wait "$nginx" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
# The server's workers are another user than root.
chmod 755 "$work"

python3 "$lab/gen.py" --out "$work/www" --portals "$portals" >&2
nginx -c "$work/www/nginx.conf" -g 'daemon off;' 2>"$work/nginx.log" &
nginx=$!
curl -sf --retry 30 --retry-delay 1 --retry-connrefused --max-time 30 -o /dev/null \
    "$(head -n 1 "$work/www/hosts.txt")" || { cat "$work/nginx.log" >&2; exit 2; }

python3 "$here/lab/measure.py" --canhcong "$canhcong" --www "$work/www" --nginx "$nginx" \
    --work "$work" --rounds "$rounds" --whatweb "$whatweb" "${figures[@]}"
