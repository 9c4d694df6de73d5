# tables.awk - the figures of one race as Markdown. Input: figures.tsv (run.sh says what
# is in it), output of figures.c and the lines that run.sh adds. Needs no order.
#
#   awk -v self=msearch -v copy=msearch-copy -f tables.awk figures.tsv

BEGIN {
    FS = "\t"
    LEAST_SELF = 1 / 1.05
    MOST_SELF = 1.05
}

# Names in the order in which they first come.
function note(list, count, seen, name) {
    if (!((list, name) in seen)) {
        seen[list, name] = ++count[list]
        named[list, count[list]] = name
    }
}
function micro(ns) {
    ns /= 1000
    return ns < 10 ? sprintf("%.2f", ns) : ns < 100 ? sprintf("%.1f", ns) : sprintf("%.0f", ns)
}
function ratio(x) { return x == "" ? "-" : sprintf(x < 0.1 ? "%.3f" : "%.2f", x) }

$1 == "time" {
    note("command", counts, seen, $2)
    note($3, counts, seen, $4)
    note("engine", counts, seen, $5)
    queries[$2, $3, $4] = $6
    least[$2, $3, $4, $5] = micro($7) " / " micro($8) " / " micro($9)
    median[$2, $3, $4, $5] = micro($11) " / " micro($12) " / " micro($13)
}
$1 == "ratio" {
    peer[$2, $3, $4] = $5
    for (i = 6; i <= 11; i++) against[$2, $3, $4, i] = $i
}
$1 == "self" {
    twin[$2] = $3
    if ($3 < LEAST_SELF || $3 > MOST_SELF) invalid = invalid (invalid ? ", " : "") $2
}
$1 == "fact" && $2 == "engine" && $4 != "well" { note("lost", counts, seen, $3 " " $4) }
$1 == "fact" && $2 == "anonymous" { serving[$3] = $4 }
$1 == "fact" && $2 == "start" { start[$3] = $4 }
$1 == "fact" { fact[$2] = $3 }
$1 == "run" { run[$2] = $3 }
$1 == "version" { version[$2] = $3; note("version", counts, seen, $2) }
$1 == "left" { note("lost", counts, seen, $2 " " $3) }
# index ENGINE wall_s cpu_s peak_kib anonymous_kib bytes
$1 == "index" {
    note("index", counts, seen, $2)
    wall[$2] = $3; cpu[$2] = $4; peak[$2] = $5; anonymous[$2] = $6; bytes[$2] = $7
}

# The peer with the least of something, and how self stands to it.
function beside(values,    i, name) {
    best = ""
    for (i = 1; i <= counts["index"]; i++) {
        name = named["index", i]
        if (name != self && name != copy && values[name] > 0 &&
            (best == "" || values[name] < values[best])) best = name
    }
    return best == "" || !(self in values) ? "" : values[self] / values[best]
}
function target(what, who, got, strict, must, stretch) {
    printf "| %s | %s | %s | %s | %s | %s | %s |\n", what, who == "" ? "-" : who, must,
        stretch == "" ? "-" : stretch, ratio(got), ratio(strict),
        got == "" ? "not measured" : stretch != "" && got <= stretch ? "stretch" : \
        got <= must ? "must" : "**no**"
}
# FIELD: 6 geometric mean, 7 mean, 8 p99; three further on, against the envelope.
function timed(what, command, set, field, must, stretch,    key) {
    key = command SUBSEP "group" SUBSEP set
    target(what, peer[key], against[key, field], against[key, field + 3], must, stretch)
}
# A group of one tag that has its name.
function is_double(command, kind, set) {
    return kind == "group" && queries[command, kind, set] == queries[command, "tag", set]
}
function targets() {
    print "| " self " / best peer | best peer | must | stretch | measured | against the best of all peers, query by query | reached |"
    print "|---|---|---|---|---|---|---|"
    timed("TOP_10 term", "TOP_10", "term", 6, 0.3, 0.1)
    timed("TOP_10 AND", "TOP_10", "and", 6, 0.8, 0.6)
    timed("TOP_10 AND, mean", "TOP_10", "and", 7, 0.8, 0.6)
    timed("TOP_10 AND, p99", "TOP_10", "and", 8, 0.8, 0.6)
    timed("TOP_10 OR", "TOP_10", "or", 6, 0.8, 0.6)
    timed("TOP_10 OR, mean", "TOP_10", "or", 7, 0.8, 0.6)
    timed("TOP_10 OR, p99", "TOP_10", "or", 8, 0.7, 0.6)
    timed("phrase", "TOP_10", "phrase", 6, 0.5, 0.3)
    timed("phrase, mean", "TOP_10", "phrase", 7, 0.5, 0.3)
    timed("phrase, p99", "TOP_10", "phrase", 8, 0.3, 0.1)
    timed("COUNT AND", "COUNT", "and", 6, 0.9, 0.7)
    timed("COUNT OR", "COUNT", "or", 6, 0.8, 0.6)
    timed("TOP_100_COUNT OR", "TOP_100_COUNT", "or", 6, 0.5, 0.4)
    got = beside(bytes)
    target("index bytes with positions, without stored text", best, got, got, 0.9, 0.8)
    got = beside(cpu)
    target("indexing CPU time per MB, merged to one segment", best, got, got, 0.5, 0.35)
    got = beside(serving)
    target("anonymous memory of a serving process", best, got, got, 0.2, "")
    got = beside(start)
    target("start to first answer", best, got, got, 0.5, "")
    print ""
    print "Ratios without further word are geometric means over the queries of a tag group. The best"
    print "peer of a tag is the one with the least geometric mean; the stricter column compares with"
    print "an engine that nobody has: for each query the fastest peer."
}

function heads(    i, line, under) {
    line = "| tag | queries |"
    under = "|---|---|"
    for (i = 1; i <= counts["engine"]; i++) {
        line = line " " named["engine", i] " |"
        under = under "---|"
    }
    print line "\n" under
}
function cells(values, command, kind,    i, j, set, line) {
    for (i = 1; i <= counts[kind]; i++) {
        set = named[kind, i]
        if (!((command, kind, set) in queries) || is_double(command, kind, set))
            continue
        line = "| " (kind == "group" ? "**" set "**" : set) " | " queries[command, kind, set] " |"
        for (j = 1; j <= counts["engine"]; j++)
            line = line " " ((command, kind, set, named["engine", j]) in values ? \
                values[command, kind, set, named["engine", j]] : "-") " |"
        print line
    }
}
function standing(command, kind,    i, j, set, line) {
    for (i = 1; i <= counts[kind]; i++) {
        set = named[kind, i]
        if (!((command, kind, set) in peer) || is_double(command, kind, set))
            continue
        line = "| " (kind == "group" ? "**" set "**" : set) " | " peer[command, kind, set] " |"
        for (j = 6; j <= 11; j++) line = line " " ratio(against[command, kind, set, j]) " |"
        print line
    }
}
function command_tables(command) {
    print "\n#### " command "\n\nMicroseconds, mean / p50 / p99 over the queries of each one's least time:\n"
    heads()
    cells(least, command, "tag")
    cells(least, command, "group")
    print "\n" self " against the best peer (the first three) and against the best of all peers:\n"
    print "| tag | best peer | geometric mean | mean | p99 | geometric mean | mean | p99 |"
    print "|---|---|---|---|---|---|---|---|"
    standing(command, "tag")
    standing(command, "group")
    print "\n<details><summary>" command ", medians of the rounds</summary>\n"
    heads()
    cells(median, command, "tag")
    cells(median, command, "group")
    print "\n</details>"
}

function index_table(    i, name, anon) {
    print "| engine | CPU s | wall s | MB/s of CPU | M tokens/s of CPU | peak MiB | anonymous MiB | index MB | bytes a token | serving, anonymous MiB | start to first answer ms |"
    print "|---|---|---|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= counts["index"]; i++) {
        name = named["index", i]
        printf "| %s | %.1f | %.1f | %.1f | %.2f | %.0f | %.0f | %.1f | %.3f | %s | %s |\n", name,
            cpu[name], wall[name], run["bytes"] / cpu[name] / 1e6, run["tokens"] / cpu[name] / 1e6,
            peak[name] / 1024, anonymous[name] / 1024, bytes[name] / 1e6,
            bytes[name] / run["tokens"],
            name in serving ? sprintf("%.1f", serving[name] / 1048576) : "-",
            name in start ? sprintf("%.2f", start[name] / 1e6) : "-"
    }
}

END {
    print "## " run["articles"] " articles\n"
    if (invalid)
        print "**INVALID: " self " against a copy of itself is off by more than 5 % (" invalid "). These times say nothing; run again on a quiet machine.**\n"
    if (!(self in cpu)) print "**" self " is not in this race.**\n"
    print run["machine"] "\n"
    printf "%d articles, %.1f MB, %.1f M tokens. %d queries, %d dropped because counts differed, %d rounds after %d for warming up; all on one core, engines rotating per query.\n",
        run["articles"], run["bytes"] / 1e6, run["tokens"] / 1e6, fact["queries"], fact["dropped"],
        fact["rounds"], fact["warm"]
    print "\n### Targets\n"
    targets()
    print "\n### Engines\n"
    for (i = 1; i <= counts["version"]; i++)
        print "- " named["version", i] ": " version[named["version", i]]
    for (i = 1; i <= counts["lost"]; i++) print "- out: " named["lost", i]
    print "\n" self " against its copy (geometric mean over all queries, must be within 5 %):"
    for (i = 1; i <= counts["command"]; i++)
        if (named["command", i] in twin)
            printf "%s %s %.3f", (i > 1 ? "," : ""), named["command", i], twin[named["command", i]]
    print "\n\n### Index and memory\n"
    index_table()
    print "\n### Time"
    for (i = 1; i <= counts["command"]; i++) command_tables(named["command", i])
    print ""
}
