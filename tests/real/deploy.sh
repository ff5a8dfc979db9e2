#!/usr/bin/env bash
# The files under deploy/, as far as they can be tried without a cluster, an engine or a running systemd:
# systemd's own check of units and of how exposed they are, Docker Compose's reading of its file, the
# schemas of Kubernetes, and that every command in them is one that the program has.
#
#   tests/real/deploy.sh
#
# CANHCONG names the binary, target/release/canhcong otherwise. Debian's packages are installed when
# missing, as root; kubernetes-validate comes from PyPI.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
deploy=$here/../../deploy
canhcong=$(realpath -m "${CANHCONG:-$here/../../target/release/canhcong}")
MOST_EXPOSED=2.0 # of 10, as systemd-analyze counts

[ -x "$canhcong" ] || { echo "no binary at $canhcong: run cargo build --release" >&2; exit 2; }
if ! command -v systemd-analyze >/dev/null; then
    echo "skipped: this machine has no systemd-analyze"
    exit 0
fi

# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$here/packages.sh"
need_packages docker-compose python3 python3-venv yamllint

work=$(mktemp -d "${TMPDIR:-/tmp}/canhcong-deploy.XXXXXX")
trap 'rm -rf "$work"' EXIT

# shellcheck source-path=SCRIPTDIR source=checks.sh
. "$here/checks.sh"

# Units name the program where it will be.
mkdir "$work/units"
for unit in "$deploy"/systemd/*.service "$deploy"/systemd/*.timer; do
    sed "s|/usr/local/bin/canhcong|$canhcong|" "$unit" >"$work/units/${unit##*/}"
done
silent() { ! "$@" 2>&1 | grep .; }
check "systemd understands the units" silent systemd-analyze verify "$work"/units/*
for unit in "$deploy"/systemd/*.service; do
    name=${unit##*/}
    exposed=$(systemd-analyze security --offline=true "$work/units/$name" |
        sed -n 's/.*Overall exposure level.*: \([0-9.]*\) .*/\1/p')
    echo "$name: exposure $exposed of 10"
    check "$name is exposed to no more than $MOST_EXPOSED" \
        awk -v own="$exposed" -v most="$MOST_EXPOSED" 'BEGIN { exit !(own != "" && own <= most) }'
done

rules='{extends: default, rules: {line-length: {max: 120}, document-start: disable}}'
check "the YAML is tidy" yamllint -s -d "$rules" "$deploy"/*.yaml
compose() {
    docker-compose -f "$deploy/compose.yaml" --profile ask --profile alerts config >"$work/compose"
}
check "Docker Compose understands its file" compose
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check kubernetes-validate
check "the manifests hold to Kubernetes' schemas" \
    "$work/venv/bin/kubernetes-validate" --strict --quiet "$deploy/kubernetes-cronjob.yaml"

# The commands, each from the place where it is written.
sed -n 's|^ExecStart=/usr/local/bin/canhcong \([a-z ]*[a-z]\).*|\1|p' "$deploy"/systemd/*.service >"$work/commands"
sed -nE 's/^ *(command|args): *\[([a-z, ]*)\]$/\2/p' "$deploy"/*.yaml | tr -d , |
    sed 's/^canhcong //' >>"$work/commands"
sort -u "$work/commands" >"$work/each"
has_command() { "$canhcong" "$@" --help >/dev/null; }
while read -ra command; do
    check "the program has the command: ${command[*]}" has_command "${command[@]}"
done <"$work/each"
conclude
