#!/usr/bin/env bash
# What running the scripts of a page costs here, against a headless Chromium that loads the same
# pages, in the same run. Neither reaches any network.
#
#   tests/real/chromium.sh [PAGES]        20 pages if no number is given
#
# The pages come from the shared corpus: CANHCONG_SHARED names its folder, ../shared otherwise.
# CANHCONG names the binary, target/release/canhcong otherwise. Needs bash and python3; Debian's
# chromium is installed when missing, as root.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
canhcong=$(realpath -m "${CANHCONG:-$here/../../target/release/canhcong}")
shared=${CANHCONG_SHARED:-$here/../../../shared}

[ -d "$shared/data/corpus" ] || { echo "skipped: no corpus in $shared (set CANHCONG_SHARED)"; exit 0; }
[ -x "$canhcong" ] || { echo "no binary at $canhcong: run cargo build --release" >&2; exit 2; }

# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$here/packages.sh"
need_packages chromium

exec python3 "$here/chromium/measure.py" "$canhcong" "$shared/data/corpus" "${1:-20}"
