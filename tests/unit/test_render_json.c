/* test_render_json.c - the JSON of API.md: well-formed, safe inside HTML, offsets in
 * code points of what is sent.
 */
#include <jansson.h>
#include <string.h>

#include "answer/escape.h"
#include "answer/render.h"
#include "support/sample_answer.h"
#include "support/unit.h"

static json_t *parse(const struct buf *out)
{
    json_error_t why;
    json_t *root = json_loadb((const char *)out->data, out->len, JSON_DECODE_ANY, &why);
    if (!root)
        print_error("%s at %d in %.*s\n", why.text, why.position, (int)out->len,
                    (const char *)out->data);
    assert_non_null(root);
    return root;
}

static json_t *answer_json(struct buf *out)
{
    buf_init(out, 0);
    render_json_answer(out, &sample_answer);
    assert_int_equal(out->status, ST_OK);
    return parse(out);
}

static void nothing_dangerous_is_bare(void **state)
{
    struct buf out;
    json_t *root = answer_json(&out);
    (void)state;
    for (size_t i = 0; i < out.len; i++)
        assert_true(out.data[i] >= 0x20 && !strchr("<>&", out.data[i]));
    buf_put_byte(&out, 0);
    assert_null(strstr((const char *)out.data, "\xE2\x80\xAE"));
    json_decref(root);
    buf_release(&out);
}

static void fields_in_their_order(void **state)
{
    static const char *const names[] = {
        "query",    "total",   "total_exact", "timed_out",  "page",
        "per_page", "took_ms", "generation",  "articles",   "rung",
        "tiers",    "hits",    "facets",      "suggestions"};
    struct buf out;
    json_t *root = answer_json(&out);
    void *at = json_object_iter(root);
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_string_equal(json_object_iter_key(at), names[i]);
        at = json_object_iter_next(root, at);
    }
    assert_null(at);
    assert_int_equal(json_integer_value(json_object_get(root, "total")), 25);
    assert_true(json_real_value(json_object_get(root, "took_ms")) > 1.1);
    json_decref(root);
    buf_release(&out);
}

/* The part of a string between code points, as a client would cut it. */
static void assert_cut(const char *text, json_int_t start, json_int_t len,
                       const char *want)
{
    const char *from = text;
    for (; start > 0; start--)
        do
            from++;
        while ((*from & 0xC0) == 0x80);
    const char *to = from;
    for (; len > 0; len--)
        do
            to++;
        while ((*to & 0xC0) == 0x80);
    assert_int_equal(to - from, (long)strlen(want));
    assert_memory_equal(from, want, strlen(want));
}

static void marks_cut_what_is_sent(void **state)
{
    struct buf out;
    json_t *root = answer_json(&out);
    json_t *hit = json_array_get(json_object_get(root, "hits"), 0);
    json_t *snippet = json_array_get(json_object_get(hit, "snippets"), 0);
    const char *text = json_string_value(json_object_get(snippet, "text"));
    json_t *marks = json_object_get(snippet, "marks");
    (void)state;
    assert_string_equal(text, "Бул <суу> таза. Тарифи"); /* without U+202E */
    assert_int_equal(json_array_size(marks), 2);
    json_t *first = json_array_get(marks, 0);
    assert_cut(text, json_integer_value(json_array_get(first, 0)),
               json_integer_value(json_array_get(first, 1)), "суу");
    assert_string_equal(json_string_value(json_object_get(snippet, "lang")), "ky");
    assert_true(json_is_true(json_object_get(snippet, "cut_before")));
    const char *html = json_string_value(json_object_get(snippet, "html"));
    assert_non_null(strstr(html, "&lt;<mark>суу</mark>&gt;"));
    json_decref(root);
    buf_release(&out);
}

static void warning_and_relaxing(void **state)
{
    struct buf out;
    json_t *root = answer_json(&out);
    json_t *query = json_object_get(root, "query");
    json_t *warning = json_array_get(json_object_get(query, "warnings"), 0);
    (void)state;
    assert_int_equal(json_integer_value(json_object_get(warning, "offset")), 6);
    assert_string_equal(json_string_value(json_object_get(warning, "code")),
                        "unbalanced-quote");
    json_t *relaxed = json_object_get(query, "relaxed");
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(relaxed, "dropped"), 0)),
        "айран<");
    json_decref(root);
    buf_release(&out);
}

static const char *text_at(json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void tiers_and_rungs(void **state)
{
    struct buf out;
    json_t *root = answer_json(&out);
    json_t *tiers = json_object_get(root, "tiers");
    json_t *terms = json_array_get(tiers, 1);
    json_t *changes = json_object_get(terms, "changes");
    json_t *hits = json_object_get(root, "hits");
    json_t *meant = json_object_get(root, "suggestions");
    (void)state;
    assert_string_equal(text_at(root, "rung"), "typed");
    assert_int_equal(json_array_size(tiers), 2);
    assert_string_equal(text_at(json_array_get(tiers, 0), "query"), "суу <b> \"");
    assert_int_equal(
        json_array_size(json_object_get(json_array_get(tiers, 0), "changes")), 0);
    assert_string_equal(text_at(terms, "rung"), "terms");
    assert_int_equal(json_integer_value(json_object_get(terms, "total")), 14);
    assert_true(json_is_true(json_object_get(terms, "total_exact")));
    assert_int_equal(json_array_size(changes), 2);
    assert_string_equal(text_at(json_array_get(changes, 0), "from"), "суу <b>");
    assert_string_equal(text_at(json_array_get(changes, 0), "to"), "вода, <i>водный");
    assert_string_equal(text_at(json_array_get(changes, 1), "from"), "[2Jжер");
    assert_string_equal(text_at(json_array_get(hits, 0), "rung"), "typed");
    assert_string_equal(text_at(json_array_get(hits, 1), "rung"), "terms");
    assert_int_equal(
        json_integer_value(json_object_get(json_array_get(hits, 1), "tier")), 1);
    assert_int_equal(json_array_size(meant), 2);
    assert_string_equal(json_string_value(json_array_get(meant, 0)), "сүү");
    json_decref(root);
    buf_release(&out);
}

/* The answer is named after the first tier that found something. */
static void an_answer_has_the_rung_of_its_first_hits(void **state)
{
    struct answer answer = sample_answer;
    struct buf out;
    (void)state;
    answer.result.tiers[0].total = 0;
    buf_init(&out, 0);
    render_json_answer(&out, &answer);
    json_t *root = parse(&out);
    assert_string_equal(text_at(root, "rung"), "terms");
    json_decref(root);
    buf_reset(&out);
    answer.result.tiers[1].total = 0;
    answer.hit_count = answer.result.suggestion_count = 0;
    render_json_answer(&out, &answer);
    root = parse(&out);
    assert_string_equal(text_at(root, "rung"), "typed");
    assert_int_equal(json_array_size(json_object_get(root, "suggestions")), 0);
    json_decref(root);
    buf_release(&out);
}

static void facets_by_name(void **state)
{
    struct buf out;
    json_t *root = answer_json(&out);
    json_t *facets = json_object_get(root, "facets");
    json_t *years = json_object_get(json_object_get(facets, "year"), "values");
    (void)state;
    assert_int_equal(json_array_size(years), 2);
    assert_int_equal(
        json_integer_value(json_object_get(json_array_get(years, 1), "count")), 20);
    assert_non_null(json_object_get(facets, "journal"));
    assert_non_null(json_object_get(facets, "lang"));
    json_decref(root);
    buf_release(&out);
}

static void absent_is_null(void **state)
{
    struct buf out;
    json_t *root = answer_json(&out);
    json_t *hit = json_array_get(json_object_get(root, "hits"), 1);
    (void)state;
    assert_true(json_is_null(json_object_get(hit, "url")));
    assert_true(json_is_null(json_object_get(hit, "journal")));
    assert_string_equal(json_string_value(json_object_get(hit, "date")), "2016-04");
    assert_int_equal(json_array_size(json_object_get(hit, "authors")), 0);
    json_decref(root);
    buf_release(&out);
}

static void a_hit_is_one_line(void **state)
{
    struct buf out;
    (void)state;
    buf_init(&out, 0);
    render_json_hit(&out, &sample_answer.hits[0]);
    assert_null(memchr(out.data, '\n', out.len));
    json_t *root = parse(&out);
    assert_true(json_real_value(json_object_get(root, "score")) > 1.49);
    json_decref(root);
    buf_release(&out);
}

static void whole_article(void **state)
{
    struct buf out;
    (void)state;
    buf_init(&out, 0);
    render_json_article(&out, &sample_article);
    json_t *root = parse(&out);
    json_t *body = json_object_get(root, "body");
    assert_int_equal(json_array_size(body), 5);
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(body, 4), "kind")), "ref");
    json_t *mark = json_array_get(json_object_get(json_array_get(body, 1), "marks"), 0);
    assert_int_equal(json_integer_value(json_array_get(mark, 1)), 3);
    assert_string_equal(json_string_value(json_object_get(root, "issn")), "1694-5018");
    json_decref(root);
    buf_release(&out);
}

static void suggestions(void **state)
{
    struct suggestion list[] = {{span_text("мектеп"), 3}, {span_text("мект\"<"), 1}};
    struct buf out;
    (void)state;
    buf_init(&out, 0);
    render_json_suggestions(&out, span_text("мект"), list, 2);
    buf_put_byte(&out, 0);
    assert_string_equal(out.data, "[\"мект\",[\"мектеп\",\"мект\\\"\\u003c\"]]");
    buf_release(&out);
}

static void strings(void **state)
{
    struct buf out;
    (void)state;
    buf_init(&out, 0);
    render_json_string(&out,
                       span_text("a\\\"\n\t\x01</s>&\xE2\x80\xA8\xE2\x80\xA9\xC2\x85"));
    buf_put_byte(&out, 0);
    assert_string_equal(out.data,
                        "\"a\\\\\\\"\\n\\u0009\\u003c/s\\u003e\\u0026\\u2028\\u2029\"");
    assert_int_equal(escape_count(span_text("a\x01б\xE2\x80\xAE")), 2);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_dangerous_is_bare),
        cmocka_unit_test(fields_in_their_order),
        cmocka_unit_test(marks_cut_what_is_sent),
        cmocka_unit_test(warning_and_relaxing),
        cmocka_unit_test(tiers_and_rungs),
        cmocka_unit_test(an_answer_has_the_rung_of_its_first_hits),
        cmocka_unit_test(facets_by_name),
        cmocka_unit_test(absent_is_null),
        cmocka_unit_test(a_hit_is_one_line),
        cmocka_unit_test(whole_article),
        cmocka_unit_test(suggestions),
        cmocka_unit_test(strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
