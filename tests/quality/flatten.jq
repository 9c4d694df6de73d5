# flatten.jq - an article as one line, id TAB text: what a reader sees of it but the
# masthead. `gzip -dc docs.jsonl.gz | jq -r -f flatten.jq`
.id + "\t" + ([.title, .summary, .body] | map(strings | gsub("\\s"; " ")) | join(" "))
