# table.awk - results.tsv as a Markdown table, each kind's best nDCG@10 in bold.
#   awk -f table.awk results.tsv
# Columns: kind of topics, how many, system, nDCG@10, MRR@10, Recall@10, Recall@100, p.
# The rows of a kind come together, otherwise all stay in their order.
BEGIN { FS = "\t" }
function short(value) { return sprintf("%.3f", value) }
{
    if (!($1 in best)) kinds[++count] = $1
    if ($4 + 0 >= best[$1] + 0) best[$1] = $4
    line[NR] = $0
}
END {
    print "| topics | system | nDCG@10 | MRR@10 | Recall@10 | Recall@100 | p |"
    print "|---|---|---|---|---|---|---|"
    for (k = 1; k <= count; k++) {
        label = ""
        for (i = 1; i <= NR; i++) {
            split(line[i], f, "\t")
            if (f[1] != kinds[k]) continue
            label = label == "" ? f[1] " (" f[2] ")" : "〃"
            ndcg = f[4] == best[f[1]] ? "**" short(f[4]) "**" : short(f[4])
            p = f[8] == "" ? "" : f[8] < 0.001 ? "< 0.001" : short(f[8])
            printf "| %s | %s | %s | %s | %s | %s | %s |\n", label, f[3], ndcg,
                   short(f[5]), short(f[6]), short(f[7]), p
        }
    }
}
