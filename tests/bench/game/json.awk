# json.awk - the figures of one race as one JSON object; times in nanoseconds.
#   awk -f json.awk figures.tsv

BEGIN {
    FS = "\t"
    split("command kind set engine queries mean p50 p99 geometric_mean median_mean median_p50 median_p99", keys, " ")
    for (i in keys) key["time", i] = keys[i]
    split("command kind set best_peer geometric_mean mean p99 envelope_geometric_mean envelope_mean envelope_p99", keys, " ")
    for (i in keys) key["ratio", i] = keys[i]
    split("command ratio", keys, " ")
    for (i in keys) key["self", i] = keys[i]
    split("engine wall_s cpu_s peak_kib anonymous_kib bytes", keys, " ")
    for (i in keys) key["index", i] = keys[i]
    split("engine version", keys, " ")
    for (i in keys) key["version", i] = keys[i]
    split("engine reason", keys, " ")
    for (i in keys) key["left", i] = keys[i]
}
function value(text) {
    if (text ~ /^-?[0-9]+(\.[0-9]+)?$/) return text
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    gsub(/[\001-\037]/, " ", text)
    return "\"" text "\""
}
function add(kind, object) { list[kind] = list[kind] (list[kind] ? ",\n" : "") "    " object }

$1 == "run" { run = run (run ? ", " : "") value($2 "") ": " value($3) }
$1 == "fact" && NF == 3 { run = run (run ? ", " : "") value($2 "") ": " value($3) }
$1 == "fact" && NF == 4 { add($2, "{\"engine\": " value($3) ", \"value\": " value($4) "}") }
($1, 1) in key {
    object = ""
    for (i = 2; i <= NF; i++)
        object = object (object ? ", " : "") "\"" key[$1, i - 1] "\": " value($i)
    add($1, "{" object "}")
}
END {
    print "{\n  \"run\": {" run "}"
    count = split("version left engine index start anonymous self time ratio", kinds, " ")
    split("versions left_out engines index start_ns serving_anonymous_bytes self time ratio", names, " ")
    for (i = 1; i <= count; i++)
        if (list[kinds[i]] != "")
            print "  ,\"" names[i] "\": [\n" list[kinds[i]] "\n  ]"
    print "}"
}
