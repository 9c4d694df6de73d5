#!/bin/bash
# The index changes and the server is told to stop while requests run: none fails.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/server.sh"
"$MSEARCH" index --quiet -i "$work/index" "$sample/plain" || bad "index" "cannot be made"
server_start --proxied

# Requests in a loop; each line is "CODE TOTAL". Stops when the file is there.
load() {
    while [ ! -e "$work/stop" ]; do
        curl -s -m 10 -w '%{http_code}' "$url/api/v1/search?q=*&per_page=1" | tr -d '\n' |
            sed 's/.*"total":\([0-9]*\).*}\([0-9]*\)$/\2 \1\n/'
    done >"$work/load.$1"
}
load 1 & one=$!
load 2 & two=$!
generation() { curl -s "$url/readyz" | sed 's/.*generation \([0-9]*\),.*/\1/'; }
same 'first state' 1 "$(generation)"
for part in pages records html; do
    "$MSEARCH" index --quiet -i "$work/index" "$sample/$part" || bad "index $part" failed
    kill -HUP "$server_pid"
    sleep 0.4
done
"$MSEARCH" merge --quiet -i "$work/index" >/dev/null 2>&1 || "$MSEARCH" merge -i "$work/index" >/dev/null
# Without a signal, within seconds.
want=$("$MSEARCH" stats -i "$work/index" | grep -io 'generation[^0-9]*[0-9]*' | grep -o '[0-9]*$' | head -n 1)
for _ in $(seq 30); do
    [ "$(generation)" -ge "${want:-4}" ] && break
    sleep 0.2
done
[ "$(generation)" -ge "${want:-4}" ] && ok 'the newest state is served' ||
    bad 'the newest state is served' "$(generation), not $want"
touch "$work/stop"
wait "$one" "$two"
cat "$work"/load.* >"$work/load"
asked=$(wc -l <"$work/load")
[ "$asked" -ge 20 ] && ok 'requests ran meanwhile' || bad 'requests ran meanwhile' "$asked"
same 'no request failed' 0 "$(grep -vc '^200 [0-9]*$' "$work/load")"
totals=$(cut -d' ' -f2 "$work/load" | sort -nu | wc -l)
[ "$totals" -ge 2 ] && ok 'answers of several states' || bad 'answers of several states' "$totals"

# Told to stop while clients are connected: they get their answers.
rm "$work/stop"
for i in $(seq 8); do
    (
        exec 3<>"/dev/tcp/$host/$port" || exit 1
        printf 'GET /api/v1/search?q=*&per_page=1 HTTP/1.1\r\nHost: a\r\n' >&3
        sleep 0.7
        printf 'Connection: close\r\n\r\n' >&3
        timeout 10 cat <&3 | head -n 1 | grep -c '^HTTP/1.1 200 '
    ) >"$work/drain.$i" &
    drains="${drains:-} $!"
done
sleep 0.4
server_stop
# shellcheck disable=SC2086
wait $drains
same 'requests that had begun were answered' 8 "$(cat "$work"/drain.* | grep -c '^1$')"
same 'it ended well' 0 "$code"
lacks 'nothing went wrong inside' 'Sanitizer' "$(cat "$work/server.err")"

exits 'a port that is taken' 2 timeout 10 "$MSEARCH" serve -i "$work/index" --listen 127.0.0.1:1x
exits 'no index' 2 timeout 10 "$MSEARCH" serve -i "$work/none" --listen 127.0.0.1:0
exits 'a base path that is none' 2 timeout 10 "$MSEARCH" serve -i "$work/index" --listen 127.0.0.1:0 --base-path 'x"'
exits 'an origin that is none' 2 timeout 10 "$MSEARCH" serve -i "$work/index" --listen 127.0.0.1:0 --origin journal.kg
finish
