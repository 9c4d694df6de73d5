/* terms_lines.h - the inside of struct terms: lines, their alternatives, where keys are.
 *
 * Layer    query (includes base, text)
 * Memory   texts in the object's arena, arrays grow
 * Threads  read-only but for terms_add
 */
#ifndef MSEARCH_QUERY_TERMS_LINES_H
#define MSEARCH_QUERY_TERMS_LINES_H

#include "base/memory.h"
#include "query/terms.h"

enum {
    TERMS_BUCKETS = 4096,
};
#define TERMS_NONE UINT32_MAX /* ends a chain */

/* One alternative: what is searched for the others, and a key for them. */
struct term_text {
    struct span text;
    uint32_t line;
    uint32_t next; /* of its bucket; TERMS_NONE: the last */
    uint8_t side;  /* of a pair: 0 Kyrgyz, 1 Russian; of synonyms 0 */
};

struct term_line {
    uint32_t first, count; /* of texts; a pair's Kyrgyz ones before the Russian */
    enum terms_kind kind;
};

struct terms {
    struct arena arena;
    struct term_text *texts;
    struct term_line *lines;
    size_t text_count, text_capacity;
    size_t line_count, line_capacity;
    uint32_t first[TERMS_BUCKETS], last[TERMS_BUCKETS];
};

/* The bucket of keys whose first word begins as this one, by its first two letters. */
uint32_t terms_bucket(struct span folded);

/* What a text of lines holds, found by going over it once. */
struct terms_reader {
    struct span text;
    size_t off;
    const char *name;
    unsigned number; /* of the line, 1 first */
    enum terms_kind kind;
};

enum { TERMS_LINE_TEXTS_MAX = 32 };

struct terms_read_line {
    struct span texts[TERMS_LINE_TEXTS_MAX];
    uint8_t sides[TERMS_LINE_TEXTS_MAX];
    unsigned count;
};

/* The next line that says something.
 *   returns  ST_END after the last; ST_ARGUMENT: "NAME:LINE: why" */
MUST_USE enum status terms_read_next(struct terms_reader *reader,
                                     struct terms_read_line *line, struct error *err);

/* Keys that begin at an item of a query. */
struct terms_item {
    const struct query_node *node;
    struct { /* the ways to read it: one word, or those of a compound */
        const struct query_word *words;
        unsigned count;
    } forms[4];
    unsigned form_count; /* 0: no part of a key */
    unsigned fields;
};

enum { TERMS_FOUND_MAX = 16 };

struct terms_found {
    uint32_t texts[TERMS_FOUND_MAX]; /* keys, in the order of the list */
    unsigned count;
    unsigned item_count; /* items that each of them takes: the most */
};

void terms_item_read(struct terms_item *item, const struct query_node *node);
/* How many items the text takes from items[0] on, read in `lang`; 0: it is not here. */
unsigned terms_follow(const struct terms_item *items, unsigned item_count,
                      struct span text, enum lang lang, struct analysis *analysis,
                      struct analysis_word *scratch);
/* The longest keys that begin at items[0]; count 0: none. `scratch` is for use. */
void terms_find(const struct terms *terms, const struct terms_item *items,
                unsigned item_count, struct analysis *analysis,
                struct analysis_word *scratch, struct terms_found *found);

#endif
