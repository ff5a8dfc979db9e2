#!/usr/bin/env bash
# The image of the Dockerfile, built and run without a container engine or a registry: buildah builds it
# with chroot isolation on a base that debootstrap makes, and a night runs in it over portals on
# loopback as the image's user, as the first process, with a read-only root.
#
#   tests/real/container.sh            the build stage compiles (as long as a release build takes)
#   tests/real/container.sh --short    target/release/canhcong takes the build stage's place
#
# CANHCONG_BINARY names another binary to take the build stage's place. Needs root on Debian;
# debootstrap and buildah are installed when missing.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
binary=${CANHCONG_BINARY:-}
SUITE=bookworm # as in the Dockerfile
MOST_MB=120
MOST_SECONDS_TO_STOP=10
MOST_MS_TO_START=1000
USER_ID=10001
SLOW=60 # portals that keep the scanner waiting when it is asked to stop

case ${1:-} in
--short) binary=${binary:-$project/target/release/canhcong} ;;
'') ;;
*) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac

skip() {
    echo "skipped: $1"
    exit 0
}
[ "$(id -u)" -eq 0 ] || skip "an image is built and run as root only"
[ -e /etc/debian_version ] || skip "the base image is made with Debian's debootstrap"
unshare --mount --pid --fork true 2>/dev/null || skip "this machine does not let root make namespaces"
if [ -n "$binary" ] && [ ! -x "$binary" ]; then
    echo "no binary at $binary: run cargo build --release" >&2
    exit 2
fi

# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$here/packages.sh"
need_packages buildah debootstrap curl python3 python3-venv

work=$(mktemp -d "${TMPDIR:-/tmp}/canhcong-container.XXXXXX")
export TMPDIR=$work
buildah=(buildah --storage-driver vfs --root "$work/storage" --runroot "$work/runroot")
portals_pid='' mail_pid=''
finish() {
    stop_portals
    [ -z "$mail_pid" ] || kill "$mail_pid" 2>/dev/null || true
    "${buildah[@]}" umount --all >/dev/null 2>&1 || true
    "${buildah[@]}" rm --all >/dev/null 2>&1 || true
    rm -rf --one-file-system "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
# The image's user has to reach its volumes.
chmod 755 "$work"

# shellcheck source-path=SCRIPTDIR source=checks.sh
. "$here/checks.sh"

# seconds_since BEGIN — with a tenth.
seconds_since() { python3 -c "import sys, time; print(f'{time.time() - float(sys.argv[1]):.1f}')" "$1"; }
now() { date +%s.%N; }
at_most() { python3 -c "import sys; sys.exit(float(sys.argv[1]) > float(sys.argv[2]))" "$1" "$2"; }

# base NAME [PACKAGE...] — an image of a small Debian, without documents and translations, as the public
# slim images are.
base() {
    local name=$1 container root
    shift
    local packages
    packages=$(IFS=, && echo "$*")
    container=$("${buildah[@]}" from scratch)
    root=$("${buildah[@]}" mount "$container")
    debootstrap --variant=minbase ${packages:+--include="$packages"} "$SUITE" "$root" \
        >"$work/debootstrap.log" 2>&1 || { tail -n 20 "$work/debootstrap.log" >&2; return 1; }
    rm -rf "$root"/usr/share/{doc,man,locale,info,lintian,groff}/* \
        "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/*
    "${buildah[@]}" umount "$container" >/dev/null
    "${buildah[@]}" commit --quiet "$container" "$name" >/dev/null
    "${buildah[@]}" rm "$container" >/dev/null
}

# What stands in for the build stage's image: a cargo that puts a finished binary where the real one
# would leave its own.
with_binary() {
    local container root
    container=$("${buildah[@]}" from localhost/base)
    root=$("${buildah[@]}" mount "$container")
    install -D "$binary" "$root/opt/canhcong"
    printf '#!/bin/sh\nexec install -D /opt/canhcong target/release/canhcong\n' \
        >"$root/usr/local/bin/cargo"
    chmod 755 "$root/usr/local/bin/cargo"
    "${buildah[@]}" umount "$container" >/dev/null
    "${buildah[@]}" commit --quiet "$container" localhost/rust >/dev/null
    "${buildah[@]}" rm "$container" >/dev/null
}

# The same with this machine's toolchain and the crates that it has fetched: the build is offline.
with_toolchain() {
    local container root toolchain cargo_home
    toolchain=$(cd "$project" && rustc --print sysroot)
    cargo_home=${CARGO_HOME:-$HOME/.cargo}
    (cd "$project" && cargo fetch --locked --quiet)
    base localhost/compiler gcc libc6-dev
    container=$("${buildah[@]}" from localhost/compiler)
    root=$("${buildah[@]}" mount "$container")
    mkdir -p "$root/opt/rust" "$root/opt/cargo"
    cp -a "$toolchain"/{bin,lib} "$root/opt/rust/"
    cp -a "$cargo_home/registry" "$root/opt/cargo/"
    "${buildah[@]}" umount "$container" >/dev/null
    "${buildah[@]}" config --env PATH=/opt/rust/bin:/usr/local/bin:/usr/bin:/bin \
        --env CARGO_HOME=/opt/cargo --env CARGO_NET_OFFLINE=true "$container"
    "${buildah[@]}" commit --quiet "$container" localhost/rust >/dev/null
    "${buildah[@]}" rm "$container" >/dev/null
}

# start_portals OPTION... — and their registry in a folder of their own.
start_portals() {
    stop_portals
    site=$(mktemp -d "$work/site.XXXXXX")
    chmod 755 "$site"
    mkfifo "$site/end"
    python3 "$here/container/portals.py" --folder "$site" "$@" <"$site/end" &
    portals_pid=$!
    exec 9>"$site/end"
    until [ -e "$site/targets.toml" ]; do
        kill -0 "$portals_pid" || return
        sleep 0.05
    done
}

stop_portals() {
    [ -n "$portals_pid" ] || return 0
    exec 9>&-
    wait "$portals_pid" 2>/dev/null || true
    portals_pid=
}

# in_image COMMAND... — runs it in the image as an engine would with --read-only: as the image's user,
# as the first process of its own, with the root read-only and nothing else to write to than the volume.
in_image() {
    local registry=${site:+$site/targets.toml}
    # In the new namespaces: $1 is the image's root, $2 the volume, $3 the registry, $4 the user.
    # shellcheck disable=SC2016
    exec unshare --mount --pid --fork --kill-child sh -ec '
        root=$1 volume=$2 registry=$3 user=$4
        shift 4
        mount --bind "$root" "$root"
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
        [ -z "$registry" ] || mount --bind "$registry" "$root/etc/canhcong/targets.toml"
        mount --bind "$volume" "$root/var/lib/canhcong"
        mount -o remount,ro,bind "$root"
        exec chroot --userspec="$user:$user" "$root" \
            env -i --chdir=/etc/canhcong PATH=/usr/local/bin:/usr/bin:/bin LANG=en_US.UTF-8 \
            SQLITE_TMPDIR=/var/lib/canhcong "$@"
    ' sh "$root" "$volume" "$registry" "$USER_ID" "$@"
}

new_volume() {
    volume=$(mktemp -d "$work/volume.XXXXXX")
    chown "$USER_ID:$USER_ID" "$volume"
}

# night [OPTION...] — a whole one in the image; its exit code is in `code`.
night() {
    code=0
    (in_image canhcong nightly --allow-private "$@") >"$work/out" 2>"$work/err" || code=$?
}

begin=$(now)
base localhost/base
echo "base image (debootstrap): $(seconds_since "$begin") s"
begin=$(now)
if [ -n "$binary" ]; then with_binary; else with_toolchain; fi
echo "build image: $(seconds_since "$begin") s"
begin=$(now)
"${buildah[@]}" bud --quiet --format docker --isolation chroot --build-arg RUST_IMAGE=localhost/rust \
    --build-arg BASE_IMAGE=localhost/base --tag localhost/canhcong "$project" >/dev/null
echo "buildah bud: $(seconds_since "$begin") s"
container=$("${buildah[@]}" from localhost/canhcong)
root=$("${buildah[@]}" mount "$container")

size=$(du -s --apparent-size --block-size=1000 "$root" | awk '{ printf "%.1f", $1 / 1000 }')
own=$(du -s --apparent-size --block-size=1000 "$root/usr/local/bin/canhcong" | awk '{ printf "%.1f", $1 / 1000 }')
echo "image: $size MB, of which the program is $own MB"
check "the image is smaller than $MOST_MB MB" at_most "$size" "$MOST_MB"
config=$("${buildah[@]}" inspect --type image localhost/canhcong | python3 -c '
import json, sys
print(json.dumps(json.load(sys.stdin)["Docker"]["config"], sort_keys=True, separators=(",", ":")))')
has() { grep -qF -- "$1" <<<"$config"; }
check "its user is a number, not root" has "\"User\":\"$USER_ID:$USER_ID\""
check "it is stopped by SIGTERM" has '"StopSignal":"SIGTERM"'
check "it has a health check" has '"Test":["CMD","canhcong","health"]'
check "state and baselines are volumes" \
    has '"Volumes":{"/etc/canhcong/baselines":{},"/var/lib/canhcong":{}}'
check "its command is the night" has '"Cmd":["nightly"]'
check "no source is in it" test ! -e "$root/src"

# A container that was given nothing.
site='' && new_volume
night --lang en
names_what_is_missing() { [ "$code" -eq 2 ] && grep -q "nothing but the example" "$work/err"; }
check "without a registry it says what is missing and ends with 2" names_what_is_missing
is_read_only() {
    ! (in_image touch /etc/canhcong/baselines/x) 2>"$work/err" && grep -qi "read-only" "$work/err"
}
check "its root is read-only" is_read_only

# A whole night, of which somebody is told by mail.
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check prometheus_client aiosmtpd warcio
mail_port=$(free_port)
"$work/venv/bin/python" -W ignore -m aiosmtpd --nosetuid --listen "127.0.0.1:$mail_port" \
    --class aiosmtpd.handlers.Mailbox "$work/mail" &
mail_pid=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$mail_port") 2>/dev/null; do
    kill -0 "$mail_pid" || exit 1
    sleep 0.05
done
new_volume
start_portals --portals 3 --planted 1
sed -i '1i notify = ["pa05"]' "$site/targets.toml"
cat >>"$site/targets.toml" <<TOML

[[channel]]
id = "thu"
kind = "email"
server = "127.0.0.1"
port = $mail_port
tls = "none"
from = "canhcong@congan.example"

[[contact]]
id = "pa05"
role = "cyber-unit"
name = "PA05"
email = "pa05@congan.example"
digest_at = "never"
TOML
mails() { find "$work/mail/new" -type f | wc -l; }
begin=$(now)
night --lang en
first=$(awk '$1 == "first" { print $2 }' "$site/events")
[ -n "$first" ] || { echo "the night asked for nothing:" >&2; cat "$work/err" >&2; exit 1; }
milliseconds=$(python3 -c "print(round(1000 * ($first - $begin)))")
echo "from the start of the container to the first request: $milliseconds ms"
check "the first request comes within $MOST_MS_TO_START ms" at_most "$milliseconds" "$MOST_MS_TO_START"
check "a night ends with 1: something was found" test "$code" -eq 1
has_lines() { [ "$(grep -c '^xa-[0-9] .* · ' "$work/out")" -eq 3 ]; }
check "each portal has its line" has_lines
check "the planted links are told" grep -q "hidden-link" "$work/out"
check "nothing was complained of" test "$(grep -cv '^high \|^alerts: 1 sent' "$work/err")" -eq 0
check "one mail arrived" test "$(mails)" -eq 1
record() { "$work/venv/bin/python" "$here/container/record.py" "$volume" "$@"; }
check "the record is there, and prometheus_client reads the figures" record ended=finished \
    exit_code=1 portals.registered=3 portals.states.findings=1 portals.states.clean=2 open.high=1
well() { (in_image canhcong health) >"$work/health" 2>&1; }
check "the health check says well" well
asked_by_engine() {
    "${buildah[@]}" run --isolation chroot --volume "$volume:/var/lib/canhcong" "$container" -- \
        canhcong health >"$work/health"
}
check "so it does as an engine asks, with the image's own settings" asked_by_engine

# What was found, as it is handed over.
incident=$({ (in_image canhcong incidents list --format json) || true; } |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["incidents"][0]["id"])')
packs() { (in_image canhcong evidence "$@") >"$work/pack" 2>&1; }
check "the mail names the incident" grep -rq "$incident" "$work/mail/new"
check "a pack of it is made" packs pack "$incident" --to /var/lib/canhcong/packs
pack=$(basename "$volume"/packs/*)
check "the pack verifies" packs verify "/var/lib/canhcong/packs/$pack"
archive=$(find "$volume/packs" -name exchange.warc.gz)
check "warcio finds every digest of its archive right" \
    "$work/venv/bin/warcio" check "$archive"
has_page() { zcat "$archive" | grep -aq 'nhà cái\|nha-cai'; }
check "the planted page is in it" has_page
night --lang en
check "a second night tells nobody a second time" test "$(mails)" -eq 1

# A night that is stopped while portals keep it waiting: silent, dripping, pleading for mercy.
new_volume
start_portals --portals "$SLOW" --planted "$SLOW" --slow "$SLOW"
(in_image canhcong nightly --allow-private --format json) >"$work/out" 2>"$work/err" &
shell=$!
in_hand() { grep -c "^waits" "$site/events" || true; }
deadline=$((SECONDS + 60)) waited=0
until [ "$waited" -ge "$SLOW" ] || [ "$SECONDS" -ge "$deadline" ]; do
    sleep 0.1
    waited=$(in_hand)
done
is_under_way() { well && grep -q 'under way' "$work/health"; }
check "while it runs, it is well" is_under_way
# The first process of the container is unshare's child.
first_process=$(pgrep --parent "$shell")
begin=$(now)
kill -TERM "$first_process"
code=0
wait "$shell" || code=$?
took=$(seconds_since "$begin")
echo "from the stop signal to the end, with $waited portals in hand: $took s"
check "it ends within $MOST_SECONDS_TO_STOP s" at_most "$took" "$MOST_SECONDS_TO_STOP"
kept=$(python3 -c '
import json, sys
print(sum(bool(own["findings"]) for own in json.load(open(sys.argv[1]))["portals"]))' "$work/out")
echo "portals in hand whose findings were kept: $kept of $waited"
check "what was judged is kept" test "$kept" -ge "$waited"
check "its exit code tells of what was found" test "$code" -eq 1
check "the record says by what it was stopped" record ended=stopped stopped_by=SIGTERM exit_code=1
is_ill() { ! well && grep -q SIGTERM "$work/health"; }
check "and so does the health check" is_ill
conclude || { tail -n 20 "$work/err" "$work/health" >&2; exit 1; }
