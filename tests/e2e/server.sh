# server.sh - a server for the shell tests: an index of the sample, started and stopped.
# Sourced after lib.sh.
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
server_pid=
trap 'server_kill; rm -rf "$work"' EXIT

server_kill() {
    [ -n "$server_pid" ] && kill -KILL "$server_pid" 2>/dev/null
    server_pid=
}
# server_start [OPTION]... : $url without a slash at the end, $host, $port, $server_pid
server_start() {
    : >"$work/server.err"
    "$MSEARCH" serve -i "$work/index" --listen 127.0.0.1:0 "$@" \
        >"$work/server.out" 2>"$work/server.err" &
    server_pid=$!
    url=
    for _ in $(seq 100); do
        url=$(sed -n 's|.*\(http://[^ ]*\)/ .*|\1|p' "$work/server.err" | head -n 1)
        [ -n "$url" ] && break
        kill -0 "$server_pid" 2>/dev/null || break
        sleep 0.1
    done
    [ -n "$url" ] || { bad "server starts" "$(cat "$work/server.err")"; finish; }
    host=${url#http://}
    port=${host##*:}
    host=${host%:*}
}
# server_stop: SIGTERM; $code is its exit code, 99 when it does not end within 15 s
server_stop() {
    kill -TERM "$server_pid"
    code=99
    for _ in $(seq 150); do
        if ! kill -0 "$server_pid" 2>/dev/null; then
            wait "$server_pid"
            code=$?
            break
        fi
        sleep 0.1
    done
    server_pid=
}
# get PATH [CURL-OPTION]... : $body, $head, $status
get() {
    local path=$1
    shift
    : >"$work/body" # curl leaves it alone when there is no content
    status=$(curl -s -m 20 -D "$work/head" -o "$work/body" -w '%{http_code}' "$@" \
        "$url$path")
    head=$(tr -d '\r' <"$work/head")
    body=$(tr -d '\0' <"$work/body")
}
