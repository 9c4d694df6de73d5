# other_user.sh - run the program as someone who is not root. Sourced after lib.sh.
#   other_user_ready   true when that is possible here; makes $work and a copy of the
#                      program ($other_msearch) readable for them
#   as_other COMMAND…  the command as that user
other_msearch=$MSEARCH
other_user_ready() {
    [ "$(id -u)" = 0 ] || return 0
    command -v setpriv >/dev/null || return 1
    chmod 755 "$work"
    mkdir -p "$work/bin"
    cp "$MSEARCH" "$MSEARCH-extract" "$MSEARCH-serve" "$work/bin/" 2>/dev/null
    other_msearch=$work/bin/msearch
    as_other "$other_msearch" --version >/dev/null 2>&1
}
as_other() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}
