# shellcheck shell=bash
# Servers of the trials, each on loopback. Sourced by scripts that call `stop_servers` at their end.

DEADLINE=60 # seconds within which a server of ours has to answer

SERVER_PIDS=()

# start_server LOG COMMAND... — runs a server in a process group of its own.
start_server() {
    local log=$1
    shift
    setsid "$@" >"$log" 2>&1 &
    SERVER_PIDS+=("$!")
}

stop_servers() {
    local pid
    for pid in "${SERVER_PIDS[@]}"; do
        # Each server leads a process group: PHP's workers go with it.
        kill -TERM -- "-$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    SERVER_PIDS=()
}

# await_server URL — until it answers with a page.
await_server() {
    curl -sfL --retry "$DEADLINE" --retry-delay 1 --retry-connrefused --retry-max-time "$DEADLINE" \
        --max-time "$DEADLINE" -o /dev/null "$1"
}
