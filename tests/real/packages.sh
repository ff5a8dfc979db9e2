# shellcheck shell=bash
# Debian packages for the trials with real parts. Sourced, not run.

# need_packages PACKAGE... — installs what is missing; without root it says what to install.
need_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        echo "These Debian packages are missing: ${missing[*]}" >&2
        echo "Install them, or run this script as root." >&2
        exit 2
    fi

    # The trials start servers of their own: no package may start one beside them.
    local policy=/usr/sbin/policy-rc.d ours=no result=0
    if [ ! -e "$policy" ]; then
        ours=yes
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    fi
    echo "Installing ${missing[*]}" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        -o Dpkg::Use-Pty=0 --no-install-recommends "${missing[@]}"; } >/dev/null || result=$?
    [ "$ours" = no ] || rm -f "$policy"
    return "$result"
}

# free_port — a loopback port that nobody listens on.
free_port() {
    python3 -c 'import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])'
}
