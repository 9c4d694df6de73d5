# score.awk - a TREC run against TREC judgements: nDCG@10, MRR@10, Recall@10, Recall@100.
#
#   awk -f score.awk [-v prefix=k] [-v each=1] qrels.tsv run
#
# The first file holds the judgements (qid 0 id relevance), the second the run
# (qid Q0 id rank score name), each topic's lines in their order. Prints how many topics
# were judged and the means over all of them; a topic without an answer counts 0.
# `prefix` keeps the topics whose id begins so; `each` prints every topic's nDCG@10
# instead of the means. Gains are 2^relevance - 1 (Burges et al. 2005), discounts
# log2(rank + 1) (Järvelin & Kekäläinen 2002). An id counts once a topic.
FILENAME == ARGV[1] {
    if (index($1, prefix) == 1 && $4 + 0 > 0) {
        relevance[$1, $3] = $4 + 0
        wanted[$1]++
        grades[$1] = grades[$1] " " ($4 + 0)
    }
    next
}
!($1 in wanted) || seen[$1, $3]++ { next }
{
    r = ++rank[$1]
    if (!(($1, $3) in relevance)) next
    if (r <= 10) {
        dcg[$1] += gain(relevance[$1, $3], r)
        if (!($1 in first)) first[$1] = r
        found10[$1]++
    }
    if (r <= 100) found100[$1]++
}
function gain(grade, at) {
    return (2 ^ grade - 1) / (log(at + 1) / log(2))
}
# The best DCG there can be: grades in descending order.
function ideal(qid,    n, g, i, j, t, sum) {
    n = split(grades[qid], g, " ")
    for (i = 1; i < n; i++)
        for (j = i + 1; j <= n; j++)
            if (g[j] > g[i]) { t = g[i]; g[i] = g[j]; g[j] = t }
    for (i = 1; i <= n && i <= 10; i++) sum += gain(g[i], i)
    return sum
}
END {
    for (qid in wanted) {
        topics++
        value = dcg[qid] / ideal(qid)
        if (each) printf "%s %.6f\n", qid, value
        ndcg += value
        if (qid in first) mrr += 1 / first[qid]
        recall10 += found10[qid] / wanted[qid]
        recall100 += found100[qid] / wanted[qid]
    }
    if (each) exit
    n = topics ? topics : 1
    printf "%d %.4f %.4f %.4f %.4f\n", topics, ndcg / n, mrr / n, recall10 / n, recall100 / n
}
