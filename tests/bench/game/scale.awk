# scale.awk - one table of the figures of one engine at several sizes, in the order of
# size:  awk -f scale.awk SMALL/figures.tsv ... LARGE/figures.tsv

BEGIN { FS = "\t" }

function put(what, value) {
    if (!(what in seen)) {
        seen[what] = 1
        row[++rows] = what
    }
    got[what, size] = value
}

FNR == 1 { size++ }
$1 == "run" { run[$2, size] = $3 }
$1 == "time" && $3 == "group" { put($2 " " $4 ", us", $7 / 1000) }
$1 == "index" {
    put("index, MB", $7 / 1e6)
    put("index, bytes a token", $7 / run["tokens", size])
    put("indexing, M tokens/s of CPU", run["tokens", size] / $4 / 1e6)
    put("indexing, MB/s of CPU", run["bytes", size] / $4 / 1e6)
    put("indexing, anonymous MiB", $6 / 1024)
}
$1 == "fact" && $2 == "start" { put("start to first answer, ms", $4 / 1e6) }
$1 == "fact" && $2 == "anonymous" { put("serving, anonymous MiB", $4 / 1048576) }

# The slope of log value over log articles.
function exponent(what,    i, n, x, y, sx, sy, sxx, sxy) {
    for (i = 1; i <= size; i++) {
        if (!((what, i) in got) || got[what, i] <= 0) continue
        x = log(run["articles", i])
        y = log(got[what, i])
        n++; sx += x; sy += y; sxx += x * x; sxy += x * y
    }
    if (n < 2 || n * sxx == sx * sx) return "-"
    return sprintf("%.2f", (n * sxy - sx * sy) / (n * sxx - sx * sx))
}
function shown(x) {
    return x < 10 ? sprintf("%.2f", x) : x < 100 ? sprintf("%.1f", x) : sprintf("%.0f", x)
}

END {
    print run["machine", size] "\n"
    line = "| |"
    under = "|---|"
    for (i = 1; i <= size; i++) {
        line = line " " run["articles", i] " articles |"
        under = under "---|"
    }
    print line " grows with |\n" under "---|"
    for (r = 1; r <= rows; r++) {
        line = "| " row[r] " |"
        for (i = 1; i <= size; i++)
            line = line " " ((row[r], i) in got ? shown(got[row[r], i]) : "-") " |"
        print line " " exponent(row[r]) " |"
    }
    print "\nTimes: mean over the queries of a tag group of each one's least time."
}
