#include "support/sample_answer.h"

#define TEXT(text)                                                                     \
    {                                                                                  \
        (const uint8_t *)(text), sizeof(text) - 1                                      \
    }
/* U+202E and an escape character, which no output may hold */
#define HOSTILE "<script>alert('1')</script>&\"\xE2\x80\xAE\x1B[31m"

static const struct answer_mark title_marks[] = {{0, 8}};
static const struct answer_mark marks[] = {{8, 6}, {16, 8}};
static const struct span authors[] = {TEXT("Асанов <b>"), TEXT("Бариева")};
static const struct answer_snippet snippets[] = {
    {TEXT("Бул <суу> таза.\xE2\x80\xAE Тарифи"), true, true, LANG_KY, marks, 2}};

static struct answer_hit hits[] = {
    {.id = TEXT("a/1\"><x>"),
     .url = TEXT("javascript:alert(1)"),
     .title = TEXT(HOSTILE),
     .journal = TEXT("Айыл & шаар"),
     .issue = TEXT("4 (42)"),
     .pages = TEXT("12-15"),
     .rubric = TEXT("Суу"),
     .title_lang = LANG_KY,
     .lang = LANG_KY,
     .title_marks = title_marks,
     .title_mark_count = 1,
     .authors = authors,
     .author_count = 2,
     .date = 20150407,
     .score = 1.5F,
     .snippets = snippets,
     .snippet_count = 1},
    {.id = TEXT("a2"),
     .title = TEXT("Вода"),
     .title_lang = LANG_RU,
     .lang = LANG_RU,
     .date = 20160400,
     .rung = RUNG_TERMS,
     .at = {.tier = 1}},
};

static struct search_facet_value years[] = {{TEXT("2014"), 5}, {TEXT("2016"), 20}};
static struct search_facet_value journals[] = {{TEXT("Айыл & шаар"), 20},
                                               {TEXT("<i>"), 5}};
static struct search_facet_value langs[] = {{TEXT("ky"), 20}, {TEXT("ru"), 5}};
static struct query_warning warnings[] = {
    {9, 1, "unbalanced-quote", TEXT("a quotation mark is not closed")}};
static struct span dropped[] = {TEXT("айран<")};

static const struct search_change changes[] = {
    {TEXT("суу <b>"), TEXT("вода, <i>водный")},
    {TEXT("\x1B[2Jжер\xE2\x80\xAE"), TEXT("земля")}};

const struct answer sample_answer = {
    .query = {.text = TEXT("суу <b> \""),
              .parsed = TEXT("суу b"),
              .warnings = warnings,
              .warning_count = 1},
    .result = {.hit_count = 2,
               .total = 25,
               .total_exact = true,
               .tiers = {{.rung = RUNG_TYPED,
                          .text = TEXT("суу <b> \""),
                          .total = 11,
                          .total_exact = true},
                         {.rung = RUNG_TERMS,
                          .text = TEXT("суу <b> \""),
                          .changes = changes,
                          .change_count = 2,
                          .total = 14,
                          .total_exact = true}},
               .tier_count = 2,
               .facets = {{SEARCH_FACET_YEAR, years, 2, 2},
                          {SEARCH_FACET_JOURNAL, journals, 2, 2},
                          {SEARCH_FACET_LANG, langs, 2, 2}},
               .facet_count = 3,
               .dropped = dropped,
               .dropped_count = 1,
               .suggestions = {TEXT("сүү"), TEXT("суу <script>")},
               .suggestion_count = 2},
    .hits = hits,
    .hit_count = 2,
    .page = 2,
    .per_page = 10,
    .took_us = 1234,
    .generation = 7,
    .articles = 64};

static const struct search_filter filters[] = {{COLUMN_JOURNAL, TEXT("Айыл & шаар")}};
const struct answer_request sample_request = {.q = TEXT("суу <b> \""),
                                              .page = 2,
                                              .per_page = 10,
                                              .search = {.filters = filters,
                                                         .filter_count = 1,
                                                         .langs = 1U << LANG_KY,
                                                         .date_from = 20140000,
                                                         .date_to = 20169999}};

static struct span keywords[] = {TEXT("суу"), TEXT("<u>")};
static struct span translations[] = {TEXT("a/2")};
static const struct answer_mark body_marks[] = {{0, 6}};
static struct answer_paragraph paragraphs[] = {
    {TEXT("Башы"), LANG_KY, ANSWER_HEADING, NULL, 0},
    {TEXT("Суу <келди>."), LANG_KY, ANSWER_TEXT, body_marks, 1},
    {TEXT("биринчи"), LANG_KY, ANSWER_LIST_ITEM, NULL, 0},
    {TEXT("экинчи"), LANG_KY, ANSWER_LIST_ITEM, NULL, 0},
    {TEXT("Мыйзам. 2010."), LANG_KY, ANSWER_REFERENCE, NULL, 0}};

const struct answer_article sample_article = {
    .head = {.id = TEXT("a/1"),
             .url = TEXT("https://journal.example/?a=1&b=2"),
             .title = TEXT("Айылдын <суусу>"),
             .journal = TEXT("Айыл"),
             .issue = TEXT("4 (42)"),
             .pages = TEXT("12-15"),
             .title_lang = LANG_KY,
             .lang = LANG_KY,
             .authors = authors,
             .author_count = 2,
             .date = 20150407},
    .abstract = TEXT("Кыскача <сөз>."),
    .issn = TEXT("1694-5018"),
    .number = TEXT("4"),
    .keywords = keywords,
    .keyword_count = 2,
    .paragraphs = paragraphs,
    .paragraph_count = 5,
    .translations = translations,
    .translation_count = 1};
