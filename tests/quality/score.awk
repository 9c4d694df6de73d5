# score.awk - a TREC run against TREC judgements: nDCG@10, MRR@10, Recall@10, Recall@100.
#
#   awk -f score.awk [-v prefix=k] [-v out=1] qrels.tsv [-v skip=FILE] run
#
# The first file holds the judgements (qid 0 id relevance), the second the run
# (qid Q0 id rank score name). Means over all judged topics; a topic without an answer
# counts 0. `prefix` keeps the topics whose id begins so. Gains are 2^relevance - 1
# (Burges et al. 2005), discounts log2(rank + 1) (Järvelin & Kekäläinen 2002).
FNR == 1 { file++ }
prefix != "" && index($1, prefix) != 1 { next }
file == 1 {
    if ($4 + 0 > 0) {
        relevance[$1, $3] = $4 + 0
        wanted[$1]++
        grades[$1] = grades[$1] " " ($4 + 0)
    }
    next
}
{
    rank[$1]++
    if (!(($1, $3) in relevance)) next
    r = rank[$1]
    if (r <= 10) {
        dcg[$1] += (2 ^ relevance[$1, $3] - 1) / (log(r + 1) / log(2))
        if (!($1 in first)) first[$1] = r
        found10[$1]++
    }
    if (r <= 100) found100[$1]++
}
# The best nDCG there can be: grades in descending order.
function ideal(qid,    n, g, i, j, t, sum) {
    n = split(grades[qid], g, " ")
    for (i = 1; i < n; i++)
        for (j = i + 1; j <= n; j++)
            if (g[j] > g[i]) { t = g[i]; g[i] = g[j]; g[j] = t }
    for (i = 1; i <= n && i <= 10; i++)
        sum += (2 ^ g[i] - 1) / (log(i + 1) / log(2))
    return sum
}
END {
    for (qid in wanted) {
        topics++
        ndcg += dcg[qid] / ideal(qid)
        if (qid in first) mrr += 1 / first[qid]
        recall10 += found10[qid] / wanted[qid]
        recall100 += found100[qid] / wanted[qid]
    }
    if (!topics) topics = 1
    printf "%d %.4f %.4f %.4f %.4f\n", topics, ndcg / topics, mrr / topics,
           recall10 / topics, recall100 / topics
}
