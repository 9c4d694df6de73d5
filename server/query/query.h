/* query.h - what was asked: a tree of terms, phrases, filters and their combinations.
 *
 * Layer    query (includes base, text, and of segment only layout.h's numbers)
 * Memory   the whole tree lives in the arena that it was parsed into
 * Threads  read-only once parsed
 */
#ifndef MSEARCH_QUERY_QUERY_H
#define MSEARCH_QUERY_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "segment/layout.h"
#include "text/lang.h"

#define QUERY_FIELDS_ALL ((1u << FIELD_COUNT) - 1)

enum {
    QUERY_BYTES_MAX = 512, /* longer input is cut there, with a warning */
    QUERY_LEAVES_MAX = 32, /* words and phrases; the rest is dropped, with a warning */
    QUERY_TREE_LEAVES_MAX = 128, /* of a tree made of a query: repaired, widened */
    QUERY_DEPTH_MAX = 8,         /* parentheses */
    QUERY_PHRASE_MAX = 16,       /* words of a phrase */
    QUERY_READINGS_MAX = 4,      /* ky, ru, en, as typed: without repetition */
    QUERY_PREFIX_LETTERS_MIN = 2
};

enum query_kind {
    QUERY_ALL,    /* every article: "*" */
    QUERY_NONE,   /* nothing: an empty query */
    QUERY_WORD,   /* any reading of a word; the best reading scores */
    QUERY_PHRASE, /* words at their distances, or within a slop */
    QUERY_PREFIX, /* any written form that begins so */
    QUERY_DATE,   /* date within [from, to] */
    QUERY_VALUE, /* a column's value contains all these words (journal:, issue:, …) */
    QUERY_LANG,  /* language of the article */
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT, /* one child; as a child of AND: takes away; alone: all but */
    QUERY_BEST /* any child matches; the best child scores (a compound word's readings)
                */
};

/* A word in one place of the query. `terms` are the dictionary terms that it may be:
 * one for each language's stemmer, without repetition. */
struct query_word {
    struct span typed; /* part of the query text */
    struct span terms[QUERY_READINGS_MAX];
    unsigned term_count;
    struct span form;    /* folded as written */
    bool exact;          /* only this form (quoted) */
    unsigned as_written; /* bits: terms that count in this form only (readings.h) */
    uint32_t pos;        /* place within the phrase, 0 first */
};

struct query_node {
    enum query_kind kind;
    unsigned fields;   /* bits by enum field; WORD, PHRASE, PREFIX */
    struct span typed; /* what it came from; empty for combinations */
    unsigned leaf;     /* number of a WORD, PHRASE or PREFIX leaf, in query order */
    union {
        struct query_word word;
        struct {
            struct query_word *words;
            unsigned count;
            uint32_t slop; /* 0: exact distances; n: all within a window of
                              count + n places, in any order */
        } phrase;
        struct span prefix; /* folded */
        struct {
            uint32_t from, to; /* yyyymmdd; from 0 and to UINT32_MAX are open ends */
        } date;
        struct {
            enum column column;
            struct span *words; /* folded */
            unsigned count;
        } value;
        enum lang lang;
        struct {
            struct query_node **nodes;
            unsigned count;
            const uint8_t *order; /* of a free text where words come again: the child
                                     that each word of it is; NULL: as they stand */
            unsigned order_count;
        } children; /* AND, OR, NOT, BEST */
    } as;
};

struct query_warning {
    size_t off, len;  /* in the query text, bytes */
    const char *code; /* "unbalanced-quote": stable, for programs */
    struct span text; /* English sentence */
};

struct query {
    struct span text; /* as given, made valid */
    struct query_node *root;
    unsigned leaf_count;
    struct query_warning *warnings;
    size_t warning_count;
    struct span parsed; /* canonical form, to be shown back */
};

#endif
