#!/bin/bash
# layers.sh - who may include whom. The table is the architecture: an edge that is not
# in it fails the build. The order is linear, so there can be no cycle between layers.
set -u
cd "$(dirname "$0")/../.."
awk '
BEGIN {
    may["base"] = ""
    may["codec"] = "base"
    may["text"] = "base"
    may["segment"] = "base codec"
    may["ingest"] = "base text"
    may["extract"] = "base text ingest"
    may["build"] = "base codec text segment ingest"
    may["query"] = "base text"
    may["match"] = "base text segment query"
    may["answer"] = "base text segment query match"
    may["web"] = "base text segment query match answer"
    may["cli"] = "base codec text segment ingest build query match answer web"
    # The query tree uses the numbers of fields and columns; nothing else of segment.
    file["query", "segment/layout.h"] = 1
    for (layer in may) {
        edge[layer, layer] = 1
        count = split(may[layer], names, " ")
        for (i = 1; i <= count; i++) edge[layer, names[i]] = 1
    }
}
/^#[ \t]*include[ \t]*"/ {
    split(FILENAME, path, "/")
    target = $0
    sub(/^[^"]*"/, "", target)
    sub(/".*/, "", target)
    if (!(path[2] in may)) complaint = "is in no layer"
    else if (split(target, part, "/") != 2) complaint = "includes " target ", which names no layer"
    else if (!((path[2], part[1]) in edge) && !((path[2], target) in file)) complaint = path[2] " may not include " target
    else next
    print FILENAME ":" FNR ": " complaint
    bad = 1
}
END { exit bad }
' $(find indexer server -name '*.[ch]' | sort)
