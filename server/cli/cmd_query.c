/* cmd_query.c - search from a shell: text, JSON Lines, a count. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "answer/render.h"
#include "answer/result.h"
#include "cli/command.h"
#include "cli/topics.h"
#include "match/snapshot.h"

struct query_options {
    const char *index, *sort, *lang, *year, *color, *topics, *format;
    uint32_t limit, page, snippets;
    bool count, json, explain, any, quiet;
};

static int usage_trouble(const char *option, const char *value, const char *want)
{
    fprintf(stderr, "msearch: --%s %s: %s\n", option, value, want);
    return EXIT_TROUBLE;
}

/* "2015" or "1991..1999", either end may be left out. */
static bool parse_years(const char *text, uint32_t *from, uint32_t *to)
{
    char *end = NULL;
    unsigned long first = strtoul(text, &end, 10);
    unsigned long last = first;
    if (end[0] == '.' && end[1] == '.') {
        const char *rest = end + 2;
        last = strtoul(rest, &end, 10);
        if (end == rest)
            last = 9999;
    }
    if (*end || first > 9999 || last > 9999)
        return false;
    *from = (uint32_t)first * 10000;
    *to = (uint32_t)last * 10000 + 9999;
    return true;
}

static int fill_request(struct answer_request *request, const struct query_options *o)
{
    request->mode = o->any ? QUERY_MODE_FREE : QUERY_MODE_WEB;
    request->page = o->page;
    request->per_page = o->limit;
    request->snippets = o->snippets;
    request->explain = o->explain;
    request->search.relax = !o->any;
    request->search.count = true;
    if (!o->sort || strcmp(o->sort, "relevance") == 0)
        request->search.sort = SEARCH_RELEVANCE;
    else if (strcmp(o->sort, "newest") == 0)
        request->search.sort = SEARCH_NEWEST;
    else if (strcmp(o->sort, "oldest") == 0)
        request->search.sort = SEARCH_OLDEST;
    else
        return usage_trouble("sort", o->sort, "relevance, newest or oldest");
    if (o->lang) {
        enum lang lang = lang_from_tag(span_text(o->lang));
        if (lang == LANG_UND)
            return usage_trouble("lang", o->lang, "ky, ru or en");
        request->search.langs = 1u << lang;
    }
    if (o->year &&
        !parse_years(o->year, &request->search.date_from, &request->search.date_to))
        return usage_trouble("year", o->year, "a year, or a range as 1991..1999");
    return -1;
}

static void put_answer(struct buf *out, const struct answer *answer,
                       const struct query_options *o)
{
    if (o->count) {
        buf_print(out, "%" PRIu64 "\n", answer->result.total);
        return;
    }
    if (!o->json) {
        struct render_text_options how = {command_color(o->color), command_width()};
        render_text_answer(out, answer, &how);
        return;
    }
    for (size_t i = 0; i < answer->hit_count; i++) {
        render_json_hit(out, &answer->hits[i]);
        buf_put_byte(out, '\n');
    }
}

static int answer_words(struct session *session, const struct snapshot *snapshot,
                        struct span q, const struct query_options *o)
{
    struct answer_request request = {.q = q};
    struct answer answer;
    struct error err = ERROR_NONE;
    struct buf out;
    int code = fill_request(&request, o);
    if (code >= 0)
        return code;
    if (answer_search(&answer, session, snapshot, &request, &err))
        return command_fail(command_index(o->index), &err);
    code = answer.result.total ? EXIT_FOUND : EXIT_NOTHING;
    buf_init(&out, 0);
    if (!o->quiet)
        put_answer(&out, &answer, o);
    code = command_write(&out, code);
    buf_release(&out);
    return code;
}

static int query_index(const struct query_options *o, char *const *words,
                       size_t word_count)
{
    const char *dir = command_index(o->index);
    struct error err = ERROR_NONE;
    struct session *session = NULL;
    struct snapshot *snapshot = NULL;
    int code = EXIT_TROUBLE;
    if (snapshot_open(&snapshot, dir, &err) || session_open(&session, &err)) {
        command_fail(dir, &err);
        goto done;
    }
    if (o->topics) {
        code = topics_run(session, snapshot, o->topics, o->limit);
        goto done;
    }
    struct buf q;
    buf_init(&q, 0);
    command_join(&q, words, word_count);
    code = answer_words(session, snapshot, buf_span(&q), o);
    buf_release(&q);
done:
    session_close(session);
    snapshot_release(snapshot);
    return code;
}

int cmd_query(int argc, char **argv)
{
    struct query_options o = {.limit = 10, .page = 1, .snippets = 3};
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &o.index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
        {"limit", 'n', OPTION_COUNT, &o.limit, "N", "hits to print (10)"},
        {"page", 'p', OPTION_COUNT, &o.page, "N", "which page of them (1)"},
        {"sort", 's', OPTION_TEXT, &o.sort, "ORDER", "relevance, newest or oldest"},
        {"lang", 'l', OPTION_TEXT, &o.lang, "LANG", "only articles in ky, ru or en"},
        {"year", 'y', OPTION_TEXT, &o.year, "RANGE",
         "only these years: 2015, 1991..1999"},
        {"any", 0, OPTION_FLAG, &o.any, NULL,
         "free text: any word may match, no operators"},
        {"count", 'c', OPTION_FLAG, &o.count, NULL,
         "print the number of matches alone"},
        {"json", 'j', OPTION_FLAG, &o.json, NULL, "one JSON object a hit, one a line"},
        {"snippets", 0, OPTION_COUNT, &o.snippets, "N", "passages a hit, 0 to 3 (3)"},
        {"explain", 0, OPTION_FLAG, &o.explain, NULL,
         "show the arithmetic of the score"},
        {"quiet", 'q', OPTION_FLAG, &o.quiet, NULL,
         "print nothing, only the exit code"},
        {"color", 0, OPTION_TEXT, &o.color, "WHEN", "auto, always or never"},
        {"topics", 0, OPTION_TEXT, &o.topics, "FILE",
         "read lines qid<TAB>query, print a TREC run"},
        {"format", 0, OPTION_TEXT, &o.format, "NAME", "trec (with --topics)"},
    };
    struct command_line line = {
        .usage = "msearch query [-i DIR] [OPTION]... WORD...",
        .summary =
            "Searches, best first. Bare words must all be there; OR, -word, "
            "\"exact words\",\n\"near words\"~5, word*, (…), title: author: rubric: "
            "year: "
            "issue: lang: journal:.\nExit code 0: found, 1: nothing found, 2: trouble.",
        .options = options,
        .option_count = sizeof options / sizeof options[0],
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    if (!o.topics && line.word_count == 0) {
        fprintf(stderr, "msearch: what is to be searched for?\nusage: %s\n",
                line.usage);
        return EXIT_TROUBLE;
    }
    uint32_t limit_max = o.topics ? SEARCH_LIMIT_MAX : 100;
    if (o.limit < 1 || o.limit > limit_max || o.page < 1 ||
        (uint64_t)o.limit * o.page > SEARCH_LIMIT_MAX) {
        fprintf(stderr,
                "msearch: --limit is 1 to %u, and --page times --limit at most %u\n",
                limit_max, (unsigned)SEARCH_LIMIT_MAX);
        return EXIT_TROUBLE;
    }
    return query_index(&o, line.words, line.word_count);
}
