#!/usr/bin/env bash
# Alerts against a mail server that fails two of three times, is slow, hangs up after DATA and is
# killed, while `canhcong alert send` is killed as well: nothing may be lost, and what comes twice must
# be the same message.
#
#   tests/real/outbox.sh            10,000 findings on 500 portals, 20 kills
#   tests/real/outbox.sh --short    800 findings on 40 portals, 5 kills
#
# CANHCONG names the binary (target/release/canhcong otherwise), CANHCONG_FILL the example `outbox`
# beside it. Needs bash, python3 with venv, and PyPI's aiosmtpd.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
canhcong=$(realpath -m "${CANHCONG:-$here/../../target/release/canhcong}")
fill=$(realpath -m "${CANHCONG_FILL:-$(dirname "$canhcong")/examples/outbox}")
portals=500 findings=10000 kills=20 server_kills=5

case ${1-} in
'') ;;
--short) portals=40 findings=800 kills=5 server_kills=1 ;;
*) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
if [ ! -x "$canhcong" ] || [ ! -x "$fill" ]; then
    echo "no binary at $canhcong or $fill: run cargo build --release --bins --examples" >&2
    exit 2
fi

# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$here/packages.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/canhcong-outbox.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check aiosmtpd==1.4.6
"$work/venv/bin/python" "$here/outbox/trial.py" --canhcong "$canhcong" --fill "$fill" --work "$work" \
    --port "$(free_port)" --portals "$portals" --findings "$findings" --kills "$kills" \
    --server-kills "$server_kills"
