# picture.awk - the figures of one race as a picture (SVG): mean time by tag group and
# engine, bars on a logarithmic scale. No script, no font of its own; it has a ground of
# its own, light or dark as the reader's system is.
#
#   awk -v self=msearch -v copy=msearch-copy -f picture.awk figures.tsv >times.svg

BEGIN {
    FS = "\t"
    WIDTH = 800; HEIGHT = 430
    LEFT = 52; RIGHT = 788; TOP = 92; BOTTOM = 372
    # COMMAND GROUP and two lines of label.
    count = split("TOP_10 term|TOP_10 and|TOP_10 or|TOP_10 phrase|COUNT and|COUNT or|TOP_100_COUNT or", shown, "|")
    split("best 10|best 10|best 10|best 10|count|count|best 100, count", upper, "|")
    split("one word|AND|OR|phrase|AND|OR|OR", lower, "|")
    # Told apart by the colour-blind too (Okabe & Ito 2008); the first is ours.
    split("#d55e00 #0072b2 #56b4e9 #009e73 #cc79a7 #e69f00 #8c8c8c #6a51a3 #b3b300", colour, " ")
}
function log10(x) { return log(x) / log(10) }
function y(us) { return BOTTOM - (log10(us) - low) / (high - low) * (BOTTOM - TOP) }
function whole(x) { return x < 10 ? sprintf("%.1f", x) : sprintf("%.0f", x) }
function thousands(n,    text) {
    for (text = ""; length(n) > 3; n = substr(n, 1, length(n) - 3))
        text = "," substr(n, length(n) - 2) text
    return n text
}
function text(x, at, class, words) {
    printf "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>\n", x, at, class, words
}
function plain(words) {
    gsub(/&/, "\\&amp;", words); gsub(/</, "\\&lt;", words)
    return words
}

$1 == "run" || $1 == "fact" { run[$2] = $3 }
$1 == "time" && $3 == "group" && $5 != copy {
    if (!($5 in seen) && $5 != self) engine[++engines] = $5
    seen[$5] = 1
    us = $7 / 1000
    time[$2 " " $4, $5] = us
    for (i = 1; i <= count; i++)
        if (shown[i] == $2 " " $4) {
            if (!least || us < least) least = us
            if (us > most) most = us
        }
}

function bars(i,    j, x, slot, width, us, name) {
    slot = (RIGHT - LEFT) / count
    width = slot * 0.86 / (engines + 1)
    if (width > 26) width = 26
    for (j = 0; j <= engines; j++) {
        name = engine[j]
        if (!((shown[i], name) in time)) continue
        us = time[shown[i], name]
        x = LEFT + slot * (i - 0.5) + (j - (engines + 1) / 2) * width
        printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s: %s us</title></rect>\n",
            x + 0.5, y(us), width - 1, BOTTOM - y(us), colour[j + 1], plain(name), whole(us)
        printf "<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>\n",
            j ? "n" : "n b", x + width / 2 + 3.5, y(us) - 3, whole(us)
    }
    text(LEFT + slot * (i - 0.5), BOTTOM + 18, "l m", upper[i])
    text(LEFT + slot * (i - 0.5), BOTTOM + 34, "l m b", lower[i])
}

END {
    if (!most) exit 1
    engine[0] = self
    low = log10(least); low = (low < 0 ? int(low) - 1 : int(low)) # bars start a decade below
    if (log10(least) - low < 0.2) low--
    high = log10(most) + 0.35 # room for the number over the tallest
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"t\">\n", WIDTH, HEIGHT, WIDTH, HEIGHT
    print "<title id=\"t\">Mean time of a query by kind of query and engine</title>"
    print "<style>"
    print "text{font:12px system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;fill:#24292f}"
    print ".g{fill:#fff;stroke:#d0d7de}.r{stroke:#d0d7de;stroke-width:1}"
    print ".h{font-size:15px;font-weight:600}.s{fill:#57606a}.m{text-anchor:middle}"
    print ".e{text-anchor:end;fill:#57606a;font-size:11px}.n{font-size:10px}.b{font-weight:700}"
    print "@media (prefers-color-scheme:dark){text{fill:#e6edf3}.g{fill:#0d1117;stroke:#30363d}.r{stroke:#30363d}.s,.e{fill:#9198a1}}"
    print "</style>"
    printf "<rect class=\"g\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n", WIDTH - 1, HEIGHT - 1
    text(16, 26, "h", "Mean time of a query in microseconds, lower is better")
    text(16, 45, "s", thousands(run["articles"]) " articles, one core, all engines in one run, each query's best of " run["rounds"] "; the scale is logarithmic")
    x = 16
    for (j = 0; j <= engines; j++) {
        printf "<rect x=\"%.1f\" y=\"58\" width=\"12\" height=\"12\" rx=\"2\" fill=\"%s\"/>\n", x, colour[j + 1]
        text(x + 17, 68, j ? "" : "b", plain(engine[j]))
        x += 34 + 7.2 * length(engine[j])
    }
    for (i = low; i <= high; i++) {
        printf "<path class=\"r\" d=\"M%d %.1fH%d\"/>\n", LEFT, y(10 ^ i), RIGHT
        text(LEFT - 6, y(10 ^ i) + 4, "e", i < 0 ? sprintf("%.1f", 10 ^ i) : thousands(sprintf("%d", 10 ^ i)))
    }
    for (i = 1; i <= count; i++) bars(i)
    print "</svg>"
}
