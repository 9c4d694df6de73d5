#!/bin/bash
# Malformed and hostile requests by raw sockets: each gets one answer at most, or is cut
# off within seconds, and none hides a second request.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/server.sh"
"$MSEARCH" index --quiet -i "$work/index" "$sample/plain" || bad "index" "cannot be made"
server_start

# raw FORMAT : sends printf's output as it is; the answer is in $answer, $answers counts
# its status lines, $seconds says how long it took. The server must end the exchange:
# the test waits 8 s for that.
raw() {
    local begin=$SECONDS
    answer=$(timeout 8 bash -c '
        exec 3<>"/dev/tcp/$0/$1" || exit 1
        printf "$2" >&3
        cat <&3' "$host" "$port" "$1" | tr -d "\0")
    seconds=$((SECONDS - begin))
    answers=$(printf '%s' "$answer" | grep -ac '^HTTP/1\.[01] ')
}
# refused NAME CODE REQUEST : answered with the code and closed. When bytes behind the
# request are still unread, the kernel may reset the connection and the answer be lost.
refused() {
    raw "$3"
    if [ "$answers" = 0 ]; then ok "$1: cut off"; else
        same "$1: one answer" 1 "$answers"
        has "$1: code" "HTTP/1.1 $2 " "$answer"
        has "$1: closed" 'Connection: close' "$answer"
    fi
    [ "$seconds" -le 6 ] && ok "$1: at once" || bad "$1: at once" "$seconds s"
}
# at_most_one NAME REQUEST : refused, cut off or answered once, as the library likes
at_most_one() {
    raw "$2"
    [ "$answers" -le 1 ] && ok "$1: no second answer" || bad "$1" "$answers answers"
    [ "$seconds" -le 12 ] && ok "$1: ends" || bad "$1: ends" "$seconds s"
    lacks "$1: nothing leaks" '/work' "$answer"
}
end='Connection: close\r\n\r\n'
hidden='GET /healthz HTTP/1.1\r\nHost: b\r\n\r\n'

refused 'two lengths' 400 "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\n$hidden"
refused 'length on GET' 400 "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello$hidden"
refused 'length on HEAD' 400 "HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n$hidden"
refused 'coding and length' 400 "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n$hidden"
refused 'coding' 400 "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$hidden"
refused 'unknown coding' 400 "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n$hidden"
at_most_one 'coding on POST' "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$hidden"
refused 'POST with two lengths' 400 "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n$hidden"
refused 'length behind a blank' 400 "GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello$hidden"
refused 'two hosts' 400 "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
at_most_one 'no host' "GET / HTTP/1.1\r\n$end"
refused 'odd name' 400 "GET / HTTP/1.1\r\nHost: a\r\nX(y): z\r\n\r\n"
refused 'control in a value' 400 "GET / HTTP/1.1\r\nHost: a\r\nX-Y: a\001b\r\n\r\n"
at_most_one 'folded line' "GET / HTTP/1.1\r\nHost: a\r\nX-Y: a\r\n b\r\n$end"
at_most_one 'folded coding' "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n$hidden"
at_most_one 'NUL in a header' "GET / HTTP/1.1\r\nHost: a\r\nX-Y: a\\\\000b\r\n$end"
raw "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello" # the library's own 400
lacks 'odd length' 'HTTP/1.1 200' "$answer"
raw "GET /%%00/x HTTP/1.1\r\nHost: a\r\n$end"
has '%00 in the path' 'HTTP/1.1 400 ' "$answer"
raw "GET /search%%00?q=a HTTP/1.1\r\nHost: a\r\n$end"
has '%00 behind a path' 'HTTP/1.1 400 ' "$answer"
raw "GET /search?q=a%%00b HTTP/1.1\r\nHost: a\r\n$end"
has '%00 in a parameter' 'HTTP/1.1 400 ' "$answer"
raw "GET /search?q=a%%0d%%0aX-Bad:1 HTTP/1.1\r\nHost: a\r\n$end"
has 'line end in a parameter' 'HTTP/1.1 400 ' "$answer"
raw "GET /search?q=%%c0%%80 HTTP/1.1\r\nHost: a\r\n$end"
has 'overlong UTF-8' 'HTTP/1.1 400 ' "$answer"
raw "GET /search?q=%%ff HTTP/1.1\r\nHost: a\r\n$end"
has 'no UTF-8' 'HTTP/1.1 400 ' "$answer"
raw "GET /search?q=%%zz HTTP/1.1\r\nHost: a\r\n$end"
has 'broken escape' 'HTTP/1.1 400 ' "$answer"
raw "GET /assets/%%2e%%2e%%2f%%2e%%2e%%2fetc/passwd HTTP/1.1\r\nHost: a\r\n$end"
has 'dots' 'HTTP/1.1 400 ' "$answer"
raw "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n$end"
has 'plain dots' 'HTTP/1.1 400 ' "$answer"
raw "GET http://other.example/ HTTP/1.1\r\nHost: a\r\n$end"
has 'absolute target' 'HTTP/1.1 400 ' "$answer"
raw "GET /search?$(seq -f 'a%.0f=1' -s '&' 1 100) HTTP/1.1\r\nHost: a\r\n$end"
has 'many parameters' 'HTTP/1.1 414 ' "$answer"
refused 'many headers' 431 "GET / HTTP/1.1\r\nHost: a\r\n$(seq -f 'X-%.0f: 1\r\n' 1 100 | tr -d '\n')\r\n"
at_most_one 'large header' "GET / HTTP/1.1\r\nHost: a\r\nX: $(head -c 40000 /dev/zero | tr '\0' a)\r\n$end"
at_most_one 'thousands of headers' "GET / HTTP/1.1\r\nHost: a\r\n$(seq -f 'X-%.0f: 1\r\n' 1 5000 | tr -d '\n')\r\n"
at_most_one 'huge target' "GET /$(head -c 70000 /dev/zero | tr '\0' a) HTTP/1.1\r\nHost: a\r\n$end"
at_most_one 'thousands of parameters' "GET /?$(seq -f 'a%.0f' -s '&' 1 3000) HTTP/1.1\r\nHost: a\r\n$end"
at_most_one 'garbage' 'hello\r\n\r\n'
at_most_one 'binary garbage' '\026\003\001\002\200\001\200\r\n\r\n'
at_most_one 'no version' 'GET /\r\n\r\n'
at_most_one 'strange version' "GET / HTTP/9.9\r\nHost: a\r\n$end"
raw "GET / HTTP/1.1\r\nHost: x\"><script>\r\n$end"
lacks 'host does not reach the page' '"><script>' "$answer"
raw "GET /opensearch.xml HTTP/1.1\r\nHost: evil<>.example\r\n$end"
lacks 'host does not reach the description' 'evil' "$answer"

# Two honest requests on one connection are two answers.
raw "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n$end"
same 'keep-alive works' 2 "$answers"

# A byte now and then keeps nobody: headers have 5 s.
begin=$SECONDS
timeout 20 bash -c '
    exec 3<>"/dev/tcp/$0/$1" || exit 1
    printf "GET / HTTP/1.1\r\nHost: a\r\n" >&3
    for i in $(seq 12); do printf "X-%s: 1\r\n" "$i" >&3 2>/dev/null || exit 0; sleep 1; done
    exit 3' "$host" "$port" 2>/dev/null
[ $? = 3 ] && bad 'slow headers are cut off' 'still open after 12 s' || ok 'slow headers are cut off'
[ $((SECONDS - begin)) -le 12 ] && ok 'slow headers: in time' || bad 'slow headers: in time' "$((SECONDS - begin)) s"

# Many slow ones, and an honest client among them.
for i in $(seq 25); do
    timeout 9 bash -c 'exec 3<>"/dev/tcp/$0/$1"; printf "GET / HT" >&3; cat <&3' \
        "$host" "$port" >/dev/null 2>&1 &
    slow="${slow:-} $!"
done
honest=0
for i in $(seq 10); do
    get /healthz -m 2
    [ "$status" = 200 ] && honest=$((honest + 1))
    sleep 0.3
done
same 'honest requests among slow ones' 10 "$honest"
# shellcheck disable=SC2086
wait $slow
get /healthz
same 'alive after all' 200 "$status"
server_stop
same 'and ends well' 0 "$code"
lacks 'nothing went wrong inside' 'Sanitizer' "$(cat "$work/server.err")"
finish
