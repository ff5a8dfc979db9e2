# shellcheck shell=bash
# What holds and what does not, counted. Sourced by trials that say in `work` where their files are.

: "${work:?}"

tally=$work/tally
: >"$tally"

# check WHAT COMMAND... — one passed or failed line.
check() {
    local what=$1
    shift
    if "$@"; then
        echo "  ok      $what"
        echo passed >>"$tally"
    else
        echo "  FAILED  $what"
        echo failed >>"$tally"
    fi
}

# conclude — the figures, and whether everything held.
conclude() {
    local passed failed
    passed=$(grep -c passed "$tally" || true)
    failed=$(grep -c failed "$tally" || true)
    echo "$passed passed, $failed failed"
    [ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
}
