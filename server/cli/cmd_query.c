/* cmd_query.c - search from a shell: text, JSON Lines, a count, a TREC run.
 *
 *   flags -> query_options -> answer_request      all told before the index is opened
 *         -> answer -> standard output, its notes -> standard error
 */
#include <inttypes.h>
#include <stdio.h>

#include "answer/render.h"
#include "answer/result.h"
#include "cli/command.h"
#include "cli/notes.h"
#include "cli/topics.h"
#include "cli/wordlists.h"
#include "match/snapshot.h"
#include "query/query_value.h"

enum { SNIPPETS_MAX = 3 };

struct query_options {
    const char *index, *sort, *lang, *year, *color, *topics, *format;
    uint32_t limit, page, snippets;
    bool count, json, explain, any, all, as_typed, quiet;
    struct wordlists lists;
};

static int usage_trouble(const char *option, const char *value, const char *want)
{
    fprintf(stderr, "msearch: --%s %s: %s\n", option, value, want);
    return EXIT_TROUBLE;
}

static int plain_trouble(const char *text)
{
    fprintf(stderr, "msearch: %s\n", text);
    return EXIT_TROUBLE;
}

static int fill_sort(enum search_sort *sort, const char *name)
{
    static const char *const names[] = {[SEARCH_RELEVANCE] = "relevance",
                                        [SEARCH_NEWEST] = "newest",
                                        [SEARCH_OLDEST] = "oldest"};
    for (int i = 0; name && i < 3; i++)
        if (strcmp(name, names[i]) == 0) {
            *sort = (enum search_sort)i;
            return -1;
        }
    return name ? usage_trouble("sort", name, "relevance, newest or oldest") : -1;
}

static int fill_filters(struct search_options *search, const struct query_options *o)
{
    bool swapped;
    if (o->lang) {
        enum lang lang = lang_from_tag(span_text(o->lang));
        if (lang == LANG_UND)
            return usage_trouble("lang", o->lang, "ky, ru or en");
        search->langs = 1u << lang;
    }
    if (o->year && !value_years(span_text(o->year), &search->date_from,
                                &search->date_to, &swapped))
        return usage_trouble("year", o->year, "a year, or a range as 1991..1999");
    return -1;
}

/* A count is of the query as it stands: nothing is left out of it or repaired. */
static int fill_request(struct answer_request *request, const struct query_options *o)
{
    request->mode = o->any ? QUERY_MODE_FREE : QUERY_MODE_WEB;
    request->page = o->page;
    request->per_page = o->count ? 0 : o->limit;
    request->snippets = o->snippets;
    request->explain = o->explain;
    request->as_typed = o->as_typed || o->count;
    request->no_terms = o->lists.none;
    request->search.relax = !o->any && !o->all && !o->count;
    request->search.count = true;
    int code = fill_sort(&request->search.sort, o->sort);
    return code >= 0 ? code : fill_filters(&request->search, o);
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
                        const struct answer_request *request,
                        const struct query_options *o)
{
    struct answer answer;
    struct error err = ERROR_NONE;
    struct buf out;
    if (answer_search(&answer, session, snapshot, request, &err))
        return command_fail(command_index(o->index), &err);
    int code = answer.result.total ? EXIT_FOUND : EXIT_NOTHING;
    if (o->quiet)
        return code;
    notes_tell(&answer, request->search.sort == SEARCH_RELEVANCE);
    buf_init(&out, 0);
    put_answer(&out, &answer, o);
    code = command_write(&out, code);
    buf_release(&out);
    return code;
}

static int query_index(const struct query_options *o,
                       const struct answer_request *request)
{
    const char *dir = command_index(o->index);
    struct error err = ERROR_NONE;
    struct session *session = NULL;
    struct snapshot *snapshot = NULL;
    int code;
    if (snapshot_open(&snapshot, dir, &err) || session_open(&session, &err)) {
        code = command_fail(dir, &err);
    } else if (o->topics) {
        struct search_options search = request->search;
        search.limit = o->limit;
        search.relax = search.count = false;
        search.free_text = true;
        code = topics_run(session, snapshot, o->topics, &search);
    } else {
        code = answer_words(session, snapshot, request, o);
    }
    session_close(session);
    snapshot_release(snapshot);
    return code;
}

/* --format as flags; -1 to go on. */
static int choose_format(struct query_options *o)
{
    const char *name = o->format;
    if (!name)
        return -1;
    if (strcmp(name, "json") == 0)
        o->json = true;
    else if (strcmp(name, "trec") == 0 ? !o->topics : strcmp(name, "text") != 0)
        return usage_trouble("format", name, "text, json, or trec with --topics");
    else if (o->json)
        return usage_trouble("format", name, "--json asks for another one");
    else if (o->topics && strcmp(name, "text") == 0)
        return usage_trouble("format", name, "--topics prints a TREC run");
    return -1;
}

static int check_numbers(const struct query_options *o)
{
    if (o->snippets > SNIPPETS_MAX)
        return plain_trouble("--snippets is 0 to 3");
    if (o->page < 1 || (uint64_t)o->limit * o->page > SEARCH_LIMIT_MAX) {
        fprintf(stderr,
                "msearch: --page is 1 or more, and --page times --limit at most %u\n",
                (unsigned)SEARCH_LIMIT_MAX);
        return EXIT_TROUBLE;
    }
    return -1;
}

static int check_options(const struct query_options *o, size_t word_count)
{
    if (o->topics && (word_count > 0 || o->json || o->count || o->explain))
        return plain_trouble("--topics prints a TREC run: neither words nor --json, "
                             "--count or --explain go with it");
    if (!o->topics && word_count == 0)
        return plain_trouble("what is to be searched for? (msearch query --help)");
    if (o->any && o->all)
        return plain_trouble("--any or --all, not both");
    int code = wordlists_check(&o->lists);
    if (code < 0)
        code = check_numbers(o);
    return code >= 0 ? code : command_check_color(o->color);
}

/* Lists that are named are proved in any case; ours is not read for nothing. */
static int query_with_terms(const struct query_options *o,
                            struct answer_request *request)
{
    struct terms *terms = NULL;
    bool climbs = !request->as_typed && !o->any && !o->topics;
    bool named = o->lists.terms.count + o->lists.synonyms.count > 0;
    int code = climbs || named ? wordlists_open(&terms, &o->lists) : -1;
    if (code >= 0)
        return code;
    request->terms = terms;
    code = query_index(o, request);
    terms_close(terms);
    return code;
}

static int run(struct query_options *o, char *const *words, size_t word_count)
{
    struct answer_request request = {0};
    struct buf q;
    int code = choose_format(o);
    if (code < 0)
        code = check_options(o, word_count);
    if (code < 0)
        code = fill_request(&request, o);
    if (code >= 0)
        return code;
    buf_init(&q, 0);
    command_join(&q, words, word_count);
    request.q = buf_span(&q);
    code = q.status ? command_write(&q, EXIT_TROUBLE) : query_with_terms(o, &request);
    buf_release(&q);
    return code;
}

int cmd_query(int argc, char **argv)
{
    struct query_options o = {.limit = 10, .page = 1, .snippets = 3};
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &o.index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
        {"limit", 'n', OPTION_COUNT, &o.limit, "N", "hits to print, at most 1000 (10)"},
        {"page", 'p', OPTION_COUNT, &o.page, "N", "which page of them (1)"},
        {"sort", 's', OPTION_TEXT, &o.sort, "ORDER", "relevance, newest or oldest"},
        {"lang", 'l', OPTION_TEXT, &o.lang, "LANG", "only articles in ky, ru or en"},
        {"year", 'y', OPTION_TEXT, &o.year, "RANGE",
         "only these years: 2015, 1991..1999"},
        {"any", 0, OPTION_FLAG, &o.any, NULL,
         "free text: any word may match, no operators"},
        {"all", 0, OPTION_FLAG, &o.all, NULL,
         "never leave a word out, even when nothing has them all"},
        {"as-typed", 0, OPTION_FLAG, &o.as_typed, NULL,
         "repair nothing: neither spelling, nor keyboard, nor terms"},
        WORDLISTS_OPTIONS(&o.lists),
        {"count", 'c', OPTION_FLAG, &o.count, NULL,
         "print the number of matches alone; implies --all --as-typed"},
        {"json", 'j', OPTION_FLAG, &o.json, NULL, "one JSON object a hit, one a line"},
        {"snippets", 0, OPTION_COUNT, &o.snippets, "N", "passages a hit, 0 to 3 (3)"},
        {"explain", 0, OPTION_FLAG, &o.explain, NULL,
         "show the arithmetic of the score"},
        {"quiet", 'q', OPTION_FLAG, &o.quiet, NULL,
         "print nothing, only the exit code"},
        {"color", 0, OPTION_TEXT, &o.color, "WHEN", "auto, always or never"},
        {"topics", 0, OPTION_TEXT, &o.topics, "FILE",
         "lines qid<TAB>query (-: standard input) as a TREC run"},
        {"format", 0, OPTION_TEXT, &o.format, "NAME",
         "text, json (as --json), or trec (with --topics)"},
    };
    struct command_line line = {
        .usage = "msearch query [-i DIR] [OPTION]... WORD...",
        .summary =
            "Searches, best first. Bare words must all be there; OR, -word, "
            "\"exact words\",\n\"near words\"~5, word*, (…), title: author: rubric: "
            "keywords: abstract: body:\nyear: date: journal: issue: lang:. What was "
            "read "
            "otherwise than typed, or left out\nbecause nothing has all the words, is "
            "told on standard error;\nso is what was searched instead or besides where "
            "the words as typed find little.\nExit code 0: found, 1: nothing found, 2: "
            "trouble.",
        .options = options,
        .option_count = sizeof options / sizeof options[0],
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    return run(&o, line.words, line.word_count);
}
