/* test_result.c - requests answered over a small index: fields, marks, passages,
 * articles, suggestions.
 */
#include <string.h>

#include "answer/render.h"
#include "answer/result.h"
#include "base/memory.h"
#include "query/terms.h"
#include "support/archive.h"
#include "support/scratch.h"
#include "support/unit.h"

static const char *const records[] = {
    ("{\"id\":\"a1\",\"title\":{\"ky\":\"Айылдын суусу\",\"ru\":\"Вода села\"},"
     "\"journal\":{\"title\":{\"ky\":\"Айыл\"},\"issn\":\"1694-5018\"},\"issue\":\"4 "
     "(42)\","
     "\"date\":\"2015-04-07\",\"pages\":\"12-15\",\"lang\":\"ky\",\"rubric\":\"Суу\","
     "\"authors\":[\"Асанов Бакыт\",\"Бариева Айгүл\"],\"keywords\":[\"суу\",\"айыл\"],"
     "\"url\":\"https://journal.example/a1\",\"abstract\":\"Кыскача сөз.\","
     "\"translations\":[{\"id\":\"a2\"}],"
     "\"body\":[{\"text\":\"Башы\",\"kind\":\"h\"},"
     "{\"text\":\"Бул айылга таза суу келди. Элдин кубанычы койнуна батпай, той "
     "берилди.\"},"
     "{\"text\":\"Жол-жобо бекитилди, ар бир үйгө эсептегич коюлат деп чечилди.\"},"
     "{\"text\":\"Жер суусу мыйзамы. 2010.\",\"kind\":\"ref\"}]}"),
    ("{\"id\":\"a2\",\"title\":\"Чистая вода в "
     "селе\",\"journal\":\"Село\",\"date\":\"2016\","
     "\"lang\":\"ru\",\"body\":\"В село пришла чистая вода. Жители довольны.\"}"),
    ("{\"id\":\"a/3\",\"title\":\"Мектептин китепканасы\",\"lang\":\"ky\","
     "\"body\":\"Мектепте жаңы китепкана ачылды. Балдар кубанычта.\"}"),
};
enum { RECORDS = sizeof records / sizeof records[0] };

struct fixture {
    struct scratch scratch;
    struct snapshot *snapshot;
    struct session *session;
    struct terms *terms; /* суу - вода */
};

static int open_all(void **state)
{
    static struct fixture f;
    scratch_make(&f.scratch);
    archive_put(f.scratch.path, records, RECORDS);
    f.snapshot = archive_open(f.scratch.path);
    assert_int_equal(session_open(&f.session, NULL), ST_OK);
    assert_int_equal(terms_open(&f.terms, NULL), ST_OK);
    assert_int_equal(terms_add(f.terms, span_text("суу\tвода\n"), "list", TERMS_PAIRS,
                               session_analysis(f.session), NULL),
                     ST_OK);
    *state = &f;
    return 0;
}

static int close_all(void **state)
{
    struct fixture *f = *state;
    terms_close(f->terms);
    session_close(f->session);
    snapshot_release(f->snapshot);
    scratch_remove(&f->scratch);
    return 0;
}

static void assert_text(struct span got, const char *want)
{
    if (!span_equal(got, span_text(want)))
        print_error("got '%.*s', want '%s'\n", (int)got.len, (const char *)got.data,
                    want);
    assert_true(span_equal(got, span_text(want)));
}

static struct answer search(struct fixture *f, const char *q)
{
    struct answer answer;
    struct error err = ERROR_NONE;
    struct answer_request request = {.q = span_text(q),
                                     .page = 1,
                                     .per_page = 10,
                                     .snippets = 3,
                                     .search = {.count = true, .relax = true}};
    enum status status =
        answer_search(&answer, f->session, f->snapshot, &request, &err);
    if (status != ST_OK)
        print_error("%s: %s\n", q, err.text);
    assert_int_equal(status, ST_OK);
    return answer;
}

static void assert_mark(struct span text, struct answer_mark mark, const char *want)
{
    assert_text(span_part(text, mark.off, mark.len), want);
}

static void fields_of_a_hit(void **state)
{
    struct answer answer = search(*state, "эсептегич");
    assert_int_equal(answer.hit_count, 1);
    assert_int_equal(answer.articles, RECORDS);
    const struct answer_hit *hit = &answer.hits[0];
    assert_text(hit->id, "a1");
    assert_text(hit->title, "Айылдын суусу");
    assert_int_equal(hit->title_lang, LANG_KY);
    assert_text(hit->journal, "Айыл");
    assert_text(hit->issue, "4 (42)");
    assert_text(hit->pages, "12-15");
    assert_text(hit->rubric, "Суу");
    assert_text(hit->url, "https://journal.example/a1");
    assert_int_equal(hit->date, 20150407);
    assert_int_equal(hit->author_count, 2);
    assert_text(hit->authors[1], "Бариева Айгүл");
    assert_int_equal(hit->lang, LANG_KY);
    assert_true(hit->score > 0);
}

static void inflected_forms_are_marked(void **state)
{
    struct answer answer = search(*state, "суу");
    assert_true(answer.hit_count >= 1);
    const struct answer_hit *hit = &answer.hits[0];
    assert_text(hit->id, "a1");
    assert_int_equal(hit->title_mark_count, 1);
    assert_mark(hit->title, hit->title_marks[0], "суусу");
    assert_true(hit->snippet_count >= 1);
    const struct answer_snippet *passage = &hit->snippets[0];
    assert_text(passage->text,
                "Бул айылга таза суу келди. Элдин кубанычы койнуна батпай, "
                "той берилди.");
    assert_int_equal(passage->mark_count, 1);
    assert_mark(passage->text, passage->marks[0], "суу");
}

static void title_in_another_language_finds_but_is_not_marked(void **state)
{
    struct answer answer = search(*state, "title:вода");
    assert_int_equal(answer.hit_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct answer_hit *hit = &answer.hits[i];
        bool russian = span_equal(hit->id, span_text("a2"));
        assert_int_equal(hit->title_mark_count, russian ? 1 : 0);
        if (russian)
            assert_mark(hit->title, hit->title_marks[0], "вода");
        assert_true(hit->snippet_count == 1); /* the abstract, or the beginning */
        assert_text(hit->snippets[0].text,
                    russian ? "В село пришла чистая вода. Жители довольны."
                            : "Кыскача сөз.");
    }
}

static void compound_is_marked(void **state)
{
    struct answer answer = search(*state, "жол-жобо");
    assert_int_equal(answer.hit_count, 1);
    const struct answer_snippet *passage = &answer.hits[0].snippets[0];
    assert_true(passage->mark_count >= 1);
    assert_int_equal(passage->marks[0].off, 0);
    struct answer joined = search(*state, "жолжобо");
    assert_int_equal(joined.hit_count, 1);
    passage = &joined.hits[0].snippets[0];
    assert_mark(passage->text, passage->marks[0], "Жол-жобо");
}

static void phrase_is_one_mark(void **state)
{
    struct answer answer = search(*state, "\"таза суу\"");
    assert_int_equal(answer.hit_count, 1);
    const struct answer_snippet *passage = &answer.hits[0].snippets[0];
    assert_int_equal(passage->mark_count, 1);
    assert_mark(passage->text, passage->marks[0], "таза суу");
}

static void every_hit_has_a_passage(void **state)
{
    struct answer answer = search(*state, "*");
    assert_int_equal(answer.hit_count, RECORDS);
    for (size_t i = 0; i < answer.hit_count; i++) {
        assert_int_equal(answer.hits[i].snippet_count, 1);
        assert_int_equal(answer.hits[i].snippets[0].mark_count, 0);
    }
}

static void nothing_is_an_answer(void **state)
{
    struct answer answer = search(*state, "жокмындай");
    assert_int_equal(answer.hit_count, 0);
    assert_int_equal(answer.result.total, 0);
    answer = search(*state, "");
    assert_int_equal(answer.hit_count, 0);
}

static void pages_follow_each_other(void **state)
{
    struct fixture *f = *state;
    struct answer answer;
    struct answer_request request = {
        .q = span_text("*"), .page = 2, .per_page = 2, .search = {.count = true}};
    assert_int_equal(answer_search(&answer, f->session, f->snapshot, &request, NULL),
                     ST_OK);
    assert_int_equal(answer.hit_count, 1);
    assert_int_equal(answer.hits[0].snippet_count, 0);
    assert_int_equal(answer.result.total, 3);
    request.page = 600;
    assert_int_equal(answer_search(&answer, f->session, f->snapshot, &request, NULL),
                     ST_LIMIT);
}

/* --- The ladder */

static struct answer_request laddered(const struct fixture *f, const char *q)
{
    return (struct answer_request){.q = span_text(q),
                                   .page = 1,
                                   .per_page = 10,
                                   .snippets = 3,
                                   .terms = f->terms,
                                   .search = {.count = true}};
}

static struct answer ask(struct fixture *f, const struct answer_request *request)
{
    struct answer answer;
    assert_int_equal(answer_search(&answer, f->session, f->snapshot, request, NULL),
                     ST_OK);
    return answer;
}

static void repaired_words_find_and_are_marked(void **state)
{
    struct fixture *f = *state;
    struct answer_request request = laddered(f, "уйго");
    struct answer answer = ask(f, &request);
    assert_int_equal(answer.hit_count, 1);
    assert_int_equal(answer_lead(&answer.result), 1);
    assert_int_equal(answer.result.tiers[0].total, 0);
    assert_int_equal(answer.hits[0].rung, RUNG_LETTERS);
    assert_int_equal(answer.hits[0].at.tier, 1);
    assert_int_equal(answer.result.tiers[1].change_count, 1);
    assert_text(answer.result.tiers[1].changes[0].from, "уйго");
    assert_text(answer.hits[0].id, "a1");
    const struct answer_snippet *passage = &answer.hits[0].snippets[0];
    assert_int_equal(passage->mark_count, 1);
    assert_mark(passage->text, passage->marks[0], "үйгө");
}

static void as_typed_and_free_text_are_not_repaired(void **state)
{
    struct fixture *f = *state;
    struct answer_request request = laddered(f, "уйго");
    request.as_typed = true;
    struct answer answer = ask(f, &request);
    assert_int_equal(answer.result.total, 0);
    assert_int_equal(answer.result.tier_count, 1);
    request.as_typed = false;
    request.mode = QUERY_MODE_FREE;
    answer = ask(f, &request);
    assert_int_equal(answer.result.total, 0);
}

static void terms_come_after_what_was_typed(void **state)
{
    struct fixture *f = *state;
    struct answer_request request = laddered(f, "суу");
    struct answer answer = ask(f, &request);
    assert_int_equal(answer.hit_count, 2);
    assert_int_equal(answer_lead(&answer.result), 0);
    assert_true(answer_is_typed(&answer.result));
    assert_int_equal(answer.hits[0].rung, RUNG_TYPED);
    assert_text(answer.hits[1].id, "a2");
    assert_int_equal(answer.hits[1].rung, RUNG_TERMS);
    assert_int_equal(answer.hits[1].title_mark_count, 1);
    assert_mark(answer.hits[1].title, answer.hits[1].title_marks[0], "вода");
    request.no_terms = true;
    answer = ask(f, &request);
    assert_int_equal(answer.hit_count, 1);
    request.no_terms = false;
    request.terms = NULL;
    answer = ask(f, &request);
    assert_int_equal(answer.hit_count, 1);
}

/* A page may begin, and be, within a later tier. */
static void pages_of_a_later_tier(void **state)
{
    struct fixture *f = *state;
    struct answer_request request = laddered(f, "суу");
    request.page = 2;
    request.per_page = 1;
    struct answer answer = ask(f, &request);
    assert_int_equal(answer.hit_count, 1);
    assert_int_equal(answer.hits[0].at.tier, 1);
    assert_int_equal(answer_lead(&answer.result), 0);
    assert_int_equal(answer.result.total, 2);
}

static void explained_by_the_words_of_its_tier(void **state)
{
    struct fixture *f = *state;
    struct answer_request request = laddered(f, "уйго");
    request.explain = true;
    struct answer answer = ask(f, &request);
    assert_int_equal(answer.hit_count, 1);
    assert_true(answer.hits[0].explain.len > 0);
}

static size_t marks_of(struct fixture *f, const char *id,
                       const struct answer_request *request)
{
    struct answer_article article;
    size_t count = 0;
    assert_int_equal(
        answer_article(&article, f->session, f->snapshot, span_text(id), request, NULL),
        ST_OK);
    for (size_t i = 0; i < article.paragraph_count; i++)
        count += article.paragraphs[i].mark_count;
    return count;
}

static void an_article_is_marked_by_what_found_it(void **state)
{
    struct fixture *f = *state;
    struct answer_request request = laddered(f, "суу");
    assert_int_equal(marks_of(f, "a2", &request), 1);
    assert_int_equal(marks_of(f, "a1", &request), 1);
    request.as_typed = true;
    assert_int_equal(marks_of(f, "a2", &request), 0);
    request = laddered(f, "уйго");
    assert_int_equal(marks_of(f, "a1", &request), 1);
}

static void whole_article(void **state)
{
    struct fixture *f = *state;
    struct answer_article article;
    struct answer_request asked = {.q = span_text("суу эсептегич")};
    assert_int_equal(answer_article(&article, f->session, f->snapshot, span_text("a1"),
                                    &asked, NULL),
                     ST_OK);
    assert_text(article.issn, "1694-5018");
    assert_text(article.abstract, "Кыскача сөз.");
    assert_int_equal(article.keyword_count, 2);
    assert_text(article.keywords[0], "суу");
    assert_int_equal(article.translation_count, 1);
    assert_text(article.translations[0], "a2");
    assert_int_equal(article.paragraph_count, 4);
    assert_int_equal(article.paragraphs[0].kind, ANSWER_HEADING);
    assert_text(article.paragraphs[0].text, "Башы");
    assert_int_equal(article.paragraphs[1].mark_count, 1);
    assert_mark(article.paragraphs[1].text, article.paragraphs[1].marks[0], "суу");
    assert_int_equal(article.paragraphs[2].mark_count, 1);
    assert_mark(article.paragraphs[2].text, article.paragraphs[2].marks[0],
                "эсептегич");
    assert_int_equal(article.paragraphs[3].kind, ANSWER_REFERENCE);
    assert_int_equal(article.paragraphs[3].mark_count, 0); /* shown, not searched */
    assert_int_equal(article.head.title_mark_count, 1);
}

static void article_without_query_or_without_id(void **state)
{
    struct fixture *f = *state;
    struct answer_article article;
    struct error err = ERROR_NONE;
    assert_int_equal(
        answer_article(&article, f->session, f->snapshot, span_text("a/3"), NULL, NULL),
        ST_OK);
    assert_int_equal(article.paragraph_count, 1);
    assert_int_equal(article.paragraphs[0].mark_count, 0);
    assert_int_equal(answer_article(&article, f->session, f->snapshot,
                                    span_text("none"), NULL, &err),
                     ST_NOT_FOUND);
}

static void deleted_and_replaced_articles(void **state)
{
    static const char *const newer[] = {
        "{\"id\":\"x\",\"title\":\"Жаңы\",\"lang\":\"ky\",\"body\":\"Жаңы текст.\"}"};
    static const char *const older[] = {
        "{\"id\":\"x\",\"title\":\"Эски\",\"lang\":\"ky\",\"body\":\"Эски текст.\"}",
        "{\"id\":\"y\",\"title\":\"Жок\",\"lang\":\"ky\",\"body\":\"Өчөт.\"}"};
    struct scratch scratch;
    struct fixture *f = *state;
    struct answer_article article;
    scratch_make(&scratch);
    archive_put(scratch.path, older, 2);
    archive_put(scratch.path, newer, 1);
    archive_delete(scratch.path, "y");
    struct snapshot *snapshot = archive_open(scratch.path);
    assert_int_equal(
        answer_article(&article, f->session, snapshot, span_text("x"), NULL, NULL),
        ST_OK);
    assert_text(article.head.title, "Жаңы");
    assert_int_equal(
        answer_article(&article, f->session, snapshot, span_text("y"), NULL, NULL),
        ST_NOT_FOUND);
    snapshot_release(snapshot);
    scratch_remove(&scratch);
}

static void suggestions_complete_the_last_word(void **state)
{
    struct fixture *f = *state;
    struct suggestion *found = NULL;
    size_t count = 0;
    assert_int_equal(answer_suggest(&found, &count, f->session, f->snapshot,
                                    span_text("айыл мект"), 5, NULL),
                     ST_OK);
    assert_true(count >= 1);
    assert_true(span_starts(found[0].text, span_text("айыл мектеп")));
    assert_int_equal(answer_suggest(&found, &count, f->session, f->snapshot,
                                    span_text("айыл "), 5, NULL),
                     ST_OK);
    assert_int_equal(count, 0);
    assert_int_equal(answer_suggest(&found, &count, f->session, f->snapshot,
                                    span_text("\xff\xfe"), 5, NULL),
                     ST_OK);
}

/* One try with the n-th allocation failing: everything is released, whatever happens.
 */
static enum status try_all(struct fixture *f, uint64_t n)
{
    struct session *session = NULL;
    struct answer answer;
    struct answer_article article;
    struct buf out;
    struct answer_request request = {
        .q = span_text("суу \"таза суу\" кубан*"),
        .page = 1,
        .per_page = 10,
        .snippets = 3,
        .terms = f->terms,
        .search = {.count = true, .relax = true, .facets = 63}};
    buf_init(&out, 0);
    memory_fail_at(n, false);
    enum status status = session_open(&session, NULL);
    if (status == ST_OK)
        status = answer_search(&answer, session, f->snapshot, &request, NULL);
    if (status == ST_OK) {
        render_json_answer(&out, &answer);
        status = out.status;
    }
    if (status == ST_OK)
        status = answer_article(&article, session, f->snapshot, span_text("a1"),
                                &request, NULL);
    memory_fail_at(0, false);
    buf_release(&out);
    session_close(session);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    struct fixture *f = *state;
    uint64_t n = 1, live = memory_live_count();
    enum status status;
    while ((status = try_all(f, n)) != ST_OK && n < 5000) {
        assert_int_equal(status, ST_NOMEM);
        assert_int_equal(memory_live_count(), live);
        n++;
    }
    assert_int_equal(status, ST_OK);
    assert_int_equal(memory_live_count(), live);
    assert_true(n > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_of_a_hit),
        cmocka_unit_test(inflected_forms_are_marked),
        cmocka_unit_test(title_in_another_language_finds_but_is_not_marked),
        cmocka_unit_test(compound_is_marked),
        cmocka_unit_test(phrase_is_one_mark),
        cmocka_unit_test(every_hit_has_a_passage),
        cmocka_unit_test(nothing_is_an_answer),
        cmocka_unit_test(pages_follow_each_other),
        cmocka_unit_test(repaired_words_find_and_are_marked),
        cmocka_unit_test(as_typed_and_free_text_are_not_repaired),
        cmocka_unit_test(terms_come_after_what_was_typed),
        cmocka_unit_test(pages_of_a_later_tier),
        cmocka_unit_test(explained_by_the_words_of_its_tier),
        cmocka_unit_test(an_article_is_marked_by_what_found_it),
        cmocka_unit_test(whole_article),
        cmocka_unit_test(article_without_query_or_without_id),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(deleted_and_replaced_articles),
        cmocka_unit_test(suggestions_complete_the_last_word),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
