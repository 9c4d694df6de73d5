#!/bin/bash
# t30 - hostile input: no file stops a run, hangs it, or goes unreported; what is good
# beside it is indexed.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/other_user.sh"
limit=120 # seconds that one run may take, generously: a hang is the failure

index() { timeout "$limit" "$MSEARCH" index -i "$work/$1" "${@:2}"; }
count() { "$MSEARCH" query -i "$work/$1" --count '*'; }
good='{"id":"good","title":"Жакшы","body":"Алма бышты."}'
last='{"id":"last","title":"Акыркы","body":"Өрүк бышты."}'
# around NAME: a JSON Lines file with standard input as the second of three lines
around() {
    printf '%s\n' "$good"
    cat
    printf '\n%s\n' "$last"
}
# survives NAME FILE: line 2 is skipped and named, the two others are there
survives() {
    exits "$1: the run goes on" 0 index "one-$1" "$2"
    has "$1: the line is named" "$(basename "$2"):2" "$err"
    has "$1: the others are added" "added 2" "$out"
    same "$1: and found" 2 "$(count "one-$1")"
    exits "$1: the index is sound" 0 "$MSEARCH" check -i "$work/one-$1"
}

mkdir "$work/empty"
exits "an empty folder" 0 index none "$work/empty"
has "adds nothing" "added 0" "$out"
: >"$work/empty/file.txt"
: >"$work/empty/file.jsonl"
: >"$work/empty/file.html"
exits "empty files" 0 index none "$work/empty"
has "add nothing either" "added 0" "$out"

head -c 100000 /dev/zero | tr '\0' '[' | around >"$work/deep.jsonl"
survives "100,000 brackets" "$work/deep.jsonl"
{
    printf '{"id":"deep","title":"t","body":'
    head -c 100000 /dev/zero | tr '\0' '['
    head -c 100000 /dev/zero | tr '\0' ']'
    printf '}'
} | around >"$work/nested.jsonl"
survives "a body of 100,000 lists" "$work/nested.jsonl"
{
    printf '{"id":"long","title":"t","body":"'
    head -c $((17 << 20)) /dev/zero | tr '\0' 'a'
    printf '"}'
} | around >"$work/long.jsonl"
survives "a line of 17 MiB" "$work/long.jsonl"
printf '{"id":"cut","title":"ки' | around >"$work/cut.jsonl"
survives "a record that ends early" "$work/cut.jsonl"
printf 'no record at all' | around >"$work/none.jsonl"
survives "a line that is no JSON" "$work/none.jsonl"

# A string full of what is no UTF-8 must not take its neighbours with it.
printf '{"id":"bad","title":"\377\376 \300\257 \355\240\200","body":"Нан \360\237 бышты."}' |
    around >"$work/utf8.jsonl"
exits "invalid UTF-8: the run goes on" 0 index utf8 "$work/utf8.jsonl"
same "invalid UTF-8: the others are found" 2 "$("$MSEARCH" query -i "$work/utf8" --count 'алма OR өрүк')"
exits "invalid UTF-8: the index is sound" 0 "$MSEARCH" check -i "$work/utf8"
"$MSEARCH" query -i "$work/utf8" --json -n 100 '*' >"$work/hits"
if iconv -f UTF-8 -t UTF-8 <"$work/hits" >/dev/null 2>&1; then
    ok "what comes out is valid UTF-8"
else
    bad "what comes out is valid UTF-8" "it is not"
fi

printf '{"id":"nul\\u0000id","title":"a\\u0000b","body":"Алма\\u0000бышты \\u0000"}\n{"id":"raw","title":"x\0y","body":"z"}\n%s\n' \
    "$last" >"$work/nul.jsonl"
exits "NULs: the run goes on" 0 index nul --format jsonl "$work/nul.jsonl"
exits "NULs: the good one is found" 0 "$MSEARCH" query -i "$work/nul" өрүк
exits "NULs: the index is sound" 0 "$MSEARCH" check -i "$work/nul"

printf '%s\n{"id":"","title":"","body":""}\n{}\n[]\n"text"\n17\nnull\n{"id":{"a":1},"title":7,"body":[{"text":["x"]},3,null],"date":"2015-99-99","authors":[[],{}],"lang":"%s"}\n%s\n' \
    "$good" "$(head -c 5000 /dev/zero | tr '\0' 'q')" "$last" >"$work/odd.jsonl"
exits "odd values: the run goes on" 0 index odd "$work/odd.jsonl"
same "odd values: the good ones are found" 2 "$("$MSEARCH" query -i "$work/odd" --count 'алма OR өрүк')"
exits "odd values: the index is sound" 0 "$MSEARCH" check -i "$work/odd"

printf '%s\n%s\n{"id":"good","title":"Жаңы","body":"Алмурут бышты."}\n' "$good" "$last" >"$work/twice.jsonl"
exits "an id that comes twice" 0 index twice "$work/twice.jsonl"
same "counts once" 2 "$(count twice)"
same "the later one holds" good "$("$MSEARCH" query -i "$work/twice" --json алмурут | jq -r .id)"
exits "the earlier one is gone" 1 "$MSEARCH" query -i "$work/twice" алма
exits "an id that comes twice: sound" 0 "$MSEARCH" check -i "$work/twice"
printf '%s\n' "$good" >"$work/good.jsonl"

# A folder with everything in it that is no article.
box=$work/box
mkdir -p "$box/sub"
cp "$work/good.jsonl" "$box/a.jsonl"
printf '%s\n' "$last" >"$box/z.jsonl"
ln -s . "$box/loop"
ln -s ../sub "$box/sub/up"
ln -s /nowhere/at/all "$box/dangling"
mkfifo "$box/pipe.jsonl"
cp "$MSEARCH" "$box/program.txt"
head -c 200000 /dev/zero >"$box/zeros.txt"
head -c 4096 "$MSEARCH" | gzip -c | head -c 1000 >"$box/cut.jsonl.gz"
printf '\037\213\010\000garbage after the magic of gzip' >"$box/bad.jsonl.gz"
printf '\n\n\n   \n' >"$box/blank.txt"
cp "$work/good.jsonl" "$box/Айыл жана \"шаар\" 'x' \\ \$(y).jsonl"
cp "$work/good.jsonl" "$box/$(printf 'new\nline')"
cp "$work/good.jsonl" "$box/$(printf 'latin\351.jsonl')" 2>/dev/null || true
deep=$box
for _ in $(seq 90); do deep=$deep/d; done
mkdir -p "$deep"
cp "$work/good.jsonl" "$deep/bottom.jsonl"
exits "a folder of odd things ends" 0 index box "$box"
has "the link is told" "loop" "$err"
has "the pipe is told" "pipe.jsonl" "$err"
has "the program is told" "program.txt" "$err"
has "the broken gzip file is told" "bad.jsonl.gz" "$err"
same "the articles are there" 2 "$(count box)"
exits "and the index is sound" 0 "$MSEARCH" check -i "$work/box"
exits "--strict tells" 2 index box --strict "$box"
exits "a pipe as a path ends" 0 index pipe "$box/pipe.jsonl" "$box/a.jsonl"

mkdir "$work/closed"
cp "$work/good.jsonl" "$work/closed/a.jsonl"
mkdir "$work/closed/secret"
cp "$work/good.jsonl" "$work/closed/secret/b.jsonl"
printf '%s\n' "$last" >"$work/closed/z.jsonl"
if other_user_ready; then
    chmod 000 "$work/closed/secret" "$work/closed/a.jsonl"
    mkdir "$work/theirs" && chmod 777 "$work/theirs"
    exits "what may not be read does not stop the run" 0 as_other "$other_msearch" index \
        -i "$work/theirs/index" "$work/closed"
    has "the file is told" "a.jsonl" "$err"
    has "the folder is told" "secret" "$err"
    has "the rest is added" "added 1" "$out"
    chmod 755 "$work/closed/secret" "$work/closed/a.jsonl"
fi

# HTML that is made to break parsers. The good page must be found whatever they do.
mkdir "$work/html"
repeat() { head -c "$2" /dev/zero | sed "s|\x00|$1|g"; }
page() { printf '<!doctype html><html><head><title>%s</title></head><body>' "$1"; }
{ page deep && repeat '<div>' 300000 && echo text; } >"$work/html/deep.html"
{ page tables && repeat '<table><tr><td>' 50000 && echo text; } >"$work/html/tables.html"
{ page format && repeat '<b><i><p>' 2000 && echo text; } >"$work/html/format.html"
{ page entities && repeat '&amp;&#1088;&bogus;' 200000; } >"$work/html/entities.html"
{ printf '<html ' && repeat 'a="b" ' 200000 && echo '>text'; } >"$work/html/attributes.html"
{ page script && printf '<script type="application/ld+json">' &&
    repeat '[' 200000 && printf '</script>text'; } >"$work/html/ld.html"
{ printf '<!doctype html><html><head><meta name="citation_title" content="' &&
    repeat 'x' 3000000 && printf '">'; } >"$work/html/meta.html"
printf '<html><!-- never closed' >"$work/html/comment.html"
head -c 50000 "$MSEARCH" | tr -d '\0' | { printf '<html><body>' && cat; } >"$work/html/noise.html"
{ page 'Жакшы барак' && printf '<article><h1>Жакшы барак</h1><p>%s</p></article></body></html>' \
    "Айыл өкмөтү суу түтүгүн алмаштырды, анткени эскиси жарылып кеткен болчу."; } >"$work/html/zz-good.html"
exits "HTML bombs: the run ends" 0 index html "$work/html"
exits "HTML bombs: the good page is found" 0 "$MSEARCH" query -i "$work/html" түтүгүн
exits "HTML bombs: the index is sound" 0 "$MSEARCH" check -i "$work/html"

for text in '"' '""' '(((((((((((((((((((((((((((((((((' '* -*' 'a~999999999' 'OR OR OR' '-' '--' ':' \
    'year:..' 'year:99999..1' 'title:' "$(printf '\377\376')" "$(head -c 100000 /dev/zero | tr '\0' 'x')" \
    "$(for i in $(seq 500); do printf 'w%d* OR ' "$i"; done)"; do
    code=0
    timeout "$limit" "$MSEARCH" query -i "$work/box" -- "$text" >/dev/null 2>"$work/err" || code=$?
    [ "$code" -le 1 ] || bad "a query: $(printf %s "$text" | head -c 40)" "exit code $code: $(head -c 300 "$work/err")"
done
ok "odd queries are answered"
finish
