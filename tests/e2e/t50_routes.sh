#!/bin/bash
# Every route of the server, its headers, and what it says to wrong requests.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/server.sh"
"$MSEARCH" index --quiet -i "$work/index" "$sample" || bad "index" "cannot be made"
server_start --origin https://journal.example --name 'Архив <b>'

# A word that surely is in the sample, percent-encoded: бюджет
word=%D0%B1%D1%8E%D0%B4%D0%B6%D0%B5%D1%82

secure() { # NAME: the headers that every response has
    has "$1: policy" "default-src 'none'; script-src 'self'; style-src 'self'" "$head"
    has "$1: nosniff" "X-Content-Type-Options: nosniff" "$head"
    has "$1: referrer" "Referrer-Policy: no-referrer" "$head"
    has "$1: permissions" "Permissions-Policy: " "$head"
    has "$1: cache" "Cache-Control: " "$head"
    lacks "$1: no software named" "libmicrohttpd" "$head$body"
}
# route NAME PATH STATUS TYPE
route() {
    get "$2"
    same "$1: status" "$3" "$status"
    has "$1: type" "Content-Type: $4" "$head"
    secure "$1"
}

route home / 200 'text/html; charset=utf-8'
has 'home: search form' 'action="/search"' "$body"
has 'home: name escaped' 'Архив &lt;b&gt;' "$body"
has 'home: description' 'type="application/opensearchdescription+xml"' "$body"
route search "/search?q=$word" 200 'text/html; charset=utf-8'
has 'search: marks' '<mark>' "$body"
has 'search: years' 'class="bars' "$body"
has 'search: facets' 'journal=' "$body"
lacks 'search: no inline style' 'style="' "$body"
lacks 'search: no inline script' '<script>' "$body"
route 'search in Russian' "/search?q=$word&hl=ru" 200 'text/html; charset=utf-8'
has 'search in Russian: words' 'Сначала новые' "$body"
get "/search?q=$word" -H 'Accept-Language: en-GB,ru;q=0.5'
has 'Accept-Language' 'Newest first' "$body"
has 'Vary' 'Vary: Accept-Language' "$head"
get /search
same 'empty search: to the start' 302 "$status"
has 'empty search: where' 'Location: /' "$head"

route api "/api/v1/search?q=$word&per_page=3&facets=all" 200 'application/json; charset=utf-8'
for field in '"query":{"raw":"бюджет","parsed":' '"warnings":[]' '"relaxed":null' \
    '"total":' '"page":1,"per_page":3,"took_ms":' '"generation":1' '"hits":[{"id":' \
    '"snippets":[{"text":' '"html":' '"marks":[[' '"facets":{' '"suggestions":[]'; do
    has "api: $field" "$field" "$body"
done
lacks 'api: no bare angle brackets' '<' "$body"
has 'api: next page' 'rel="next"' "$head"
id=$(printf %s "$body" | sed 's/.*"hits":\[{"id":"\([^"]*\)".*/\1/')
path=$(printf %s "$id" | sed 's|/|%2F|g')
get "/api/v1/search?q=$word&per_page=3&page=2"
has 'api: page before' 'rel="prev"' "$head"
get "/api/v1/search?q=%22$word"
has 'api: warning' '"code":"unbalanced-quote","offset":0' "$body"
route 'api article' "/api/v1/article/$path" 200 'application/json; charset=utf-8'
has 'api article: body' '"body":[{"text":' "$body"
route article "/article/$path?q=$word" 200 'text/html; charset=utf-8'
has 'article: marks' '<mark>' "$body"
has 'article: Highwire' 'name="citation_title"' "$body"
has 'article: back' "/search?q=$word" "$body"
get "/article/${id}"
same 'article: slashes may stay' 200 "$status"
route suggest '/api/v1/suggest?q=%D0%BC%D0%B5%D0%BA%D1%82' 200 \
    'application/x-suggestions+json; charset=utf-8'
has 'suggest: form' '["мект",["мектеп' "$body"
route opensearch /opensearch.xml 200 'application/opensearchdescription+xml; charset=utf-8'
has 'opensearch: template' "$url/search?q={searchTerms}" "$body"
route embed /embed/v1.js 200 'text/javascript; charset=utf-8'
has 'embed: for other sites' 'Cross-Origin-Resource-Policy: cross-origin' "$head"
[ "$(wc -c <"$work/body")" -le 15360 ] && ok 'embed: size' || bad 'embed: size' 'over 15 KB'
route css /assets/search.css 200 'text/css; charset=utf-8'
route js /assets/search.js 200 'text/javascript; charset=utf-8'
route health /healthz 200 'text/plain; charset=utf-8'
route ready /readyz 200 'text/plain; charset=utf-8'
route robots /robots.txt 200 'text/plain; charset=utf-8'

# --- repaired queries
law=%D0%BC%D1%8B%D0%B9%D0%B7%D0%B0%D0%BC # мыйзам
get '/api/v1/search?q=suu'
has 'repaired: the rung' '"rung":"latin","tiers":[{"rung":"typed","total":0,' "$body"
has 'repaired: what was searched' '"query":"суу","changes":[{"from":"suu","to":"суу"}]' "$body"
get '/api/v1/search?q=suu&as_typed=1'
has 'as typed: nothing' '"total":0,' "$body"
get "/api/v1/search?q=$law&per_page=100"
has 'terms: the answer is as typed' '"rung":"typed","tiers":[{"rung":"typed","total":4,' "$body"
has 'terms: then others' '{"rung":"terms","total":4,"total_exact":true,"query":"мыйзам","changes":[{"from":"мыйзам","to":"закон"}]}' "$body"
get "/api/v1/search?q=$law&terms=0"
lacks 'terms=0: none' '"rung":"terms"' "$body"
get "/api/v1/search?q=$law&per_page=2&terms=0"
has 'terms=0: the next page keeps it' '&terms=0&per_page=2&page=2>; rel="next"' "$head"
get '/api/v1/search?q=%D0%B6%D0%B5%D1%80%D0%B3%D0%B8%D0%BB%D0%BA%D1%82%D2%AF%D2%AF%20OR%20'"$word"
has 'did you mean' '"suggestions":["жергиликтүү OR бюджет' "$body"
route 'a repaired page' '/search?q=suu&hl=en' 200 'text/html; charset=utf-8'
has 'repaired page: told' 'was not found as typed. Searched instead: <b>суу</b>' "$body"
has 'repaired page: the way back' 'href="/search?q=suu&amp;as_typed=1&amp;hl=en"' "$body"
get '/search?q=suu&hl=en&as_typed=1'
has 'as typed: nothing on the page' 'Nothing was found' "$body"
has 'as typed: taken away by a chip' '<a href="/search?q=suu&amp;hl=en" title="Remove">' "$body"
get "/search?q=$law&hl=ru&per_page=6"
has 'terms: a heading' '<h2 id="tier-1">Найдено ещё: мыйзам → <b>закон</b>' "$body"
has 'terms: a list of its own' '<ol class="hits" start="5" aria-labelledby="tier-1">' "$body"
has 'terms: the count' 'статей<span class="typed">, из них 4 — как введено' "$body"
get "/search?q=$law&hl=ru&per_page=6&page=2"
has 'terms: page 2 begins with the heading' '<ol class="hits" start="7" aria-labelledby="tier-1">' "$body"

# --- errors
route 'no page' /nope 404 'text/html; charset=utf-8'
route 'no article' /article/none 404 'text/html; charset=utf-8'
route 'no route of the API' /api/v2/x 404 'application/problem+json; charset=utf-8'
route 'no article of the API' /api/v1/article/none 404 'application/problem+json; charset=utf-8'
has 'problem: form' '{"type":"about:blank","title":"Not Found","status":404' "$body"
route 'no asset' /assets/none.css 404 'text/html; charset=utf-8'
route 'an asset by a path' /assets/..%2fserve.c 400 'text/html; charset=utf-8'
for wrong in page=0 page=x page=1001 per_page=101 'per_page=100&page=11' sort=best \
    lang=xx year_from=-1 year_to=99999 facets=color hl=fr as_typed=yes terms=; do
    get "/api/v1/search?q=a&$wrong"
    name=${wrong##*&}
    same "wrong $wrong" 400 "$status"
    has "wrong $wrong: named" "\"parameter\":\"${name%%=*}\"" "$body"
    get "/search?q=a&$wrong"
    same "wrong $wrong on the page" 200 "$status"
    has "wrong $wrong on the page: told" "<code>${name%%=*}</code>" "$body"
done
get "/api/v1/search?q=$(printf 'a%.0s' $(seq 600))"
same 'long query' 400 "$status"
get "/search?q=$(printf 'a%.0s' $(seq 3000))"
same 'long address' 414 "$status"
secure 'long address'
for method in POST PUT DELETE PATCH TRACE PROPFIND; do
    get / -X $method
    same "$method" 405 "$status"
    has "$method: Allow" 'Allow: GET, HEAD, OPTIONS' "$head"
    secure "$method"
done
get /api/v1/search -X POST -d 'q=a'
same 'POST with content' 405 "$status"
get "/search?q=$word" -I
same HEAD 200 "$status"
secure HEAD
get /api/v1/search -X OPTIONS
same OPTIONS 204 "$status"
secure OPTIONS

# --- caching
get "/api/v1/search?q=$word"
etag=$(printf '%s\n' "$head" | sed -n 's/^ETag: //p')
get "/api/v1/search?q=$word" -H "If-None-Match: \"x\", $etag"
same 'ETag: 304' 304 "$status"
same 'ETag: no content' '' "$body"
secure '304'
get "/api/v1/search?q=$word&page=2" -H "If-None-Match: $etag"
same 'ETag: of one address' 200 "$status"
get /assets/search.css
etag=$(printf '%s\n' "$head" | sed -n 's/^ETag: //p')
get /assets/search.css -H "If-None-Match: $etag"
same 'ETag of a file: 304' 304 "$status"
get /api/v1/article/none
lacks 'no ETag on errors' 'ETag:' "$head"

# --- other origins
get "/api/v1/search?q=a" -H 'Origin: https://journal.example'
has 'origin allowed' 'Access-Control-Allow-Origin: https://journal.example' "$head"
has 'origin: Vary' 'Vary: Origin' "$head"
for origin in https://evil.example http://journal.example https://journal.example.evil.example \
    null https://journal.example:444 HTTPS://JOURNAL.EXAMPLE; do
    get "/api/v1/search?q=a" -H "Origin: $origin"
    lacks "origin $origin" 'Access-Control-Allow-Origin' "$head"
    has "origin $origin: Vary" 'Vary: Origin' "$head"
done
get / -H 'Origin: https://journal.example'
lacks 'origin: pages are not shared' 'Access-Control-Allow-Origin' "$head"
lacks 'no credentials' 'Access-Control-Allow-Credentials' "$head"

# --- what is typed never becomes markup
for payload in '%3Cscript%3Ealert(1)%3C%2Fscript%3E' '%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E' \
    '%27%20onfocus%3D%27alert(1)'; do
    get "/search?q=$payload"
    lacks "payload $payload" '<script>alert' "$body"
    lacks "payload $payload: image" '<img' "$body"
    get "/search?q=a&journal=$payload&hl=$payload"
    lacks "payload in a filter $payload" '<script>alert' "$body"
    lacks "payload in a filter $payload: image" '<img' "$body"
done

for payload in '%3Cscript%3Ealert(1)%3C%2Fscript%3E' 'suu%20%22%3E%3Cimg%20src%3Dx%3E'; do
    get "/search?q=suu%20OR%20$payload"
    lacks "payload in what was searched $payload" '<script>alert' "$body"
    lacks "payload in what was searched $payload: image" '<img' "$body"
done
server_stop
same 'SIGTERM ends it' 0 "$code"
lacks 'nothing went wrong inside' 'Sanitizer' "$(cat "$work/server.err")"

# --- below a path, behind a proxy
printf 'мыйзам\t<i>кодекс\n' >"$work/terms"
server_start --base-path /archive --public-url https://search.example.kg/ --proxied --log \
    --terms "$work/terms"
get /archive/
same 'base path: home' 200 "$status"
has 'base path: links' 'href="/archive/assets/search.css"' "$body"
get /
same 'base path: nothing outside' 404 "$status"
get /archivex/
same 'base path: whole names' 404 "$status"
get /archive/opensearch.xml
has 'public address' 'https://search.example.kg/archive/search?q=' "$body"
get "/archive/search?q=$word"
has 'base path: search links' "href=\"/archive/search?q=" "$body"
get "/archive/search?q=$law&per_page=20"
has "a list of one's own" 'мыйзам → <b>закон, ' "$body"
lacks 'is text, not markup' '<i>' "$body"
server_stop
server_start --no-terms
get "/api/v1/search?q=$law"
lacks '--no-terms' '"rung":"terms"' "$body"
server_stop
server_start --base-path /archive --log
get "/archive/search?q=$word"
server_stop
log=$(cat "$work/server.err")
has 'log: a line a request' '"route":"/search","code":200' "$log"
lacks 'log: no query' 'D0%B1' "$log"
finish
