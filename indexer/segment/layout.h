/* layout.h - the numbers that are on disk: magic, version, sections, fields, columns.
 *
 * Layer    segment (includes base)
 * Format   FORMAT.md 2 to 4
 *
 * DO NOT RENUMBER: all of them are in files.
 */
#ifndef MSEARCH_SEGMENT_LAYOUT_H
#define MSEARCH_SEGMENT_LAYOUT_H

#include <stdint.h>

typedef uint32_t doc_id; /* of one segment: 0 .. doc_count - 1 */
#define DOC_END UINT32_MAX
typedef uint32_t term_id; /* rank of the term in its segment's dictionary */

/* Where in an article a word stands. */
enum field {
    FIELD_BODY = 0,
    FIELD_TITLE = 1,
    FIELD_AUTHOR = 2,
    FIELD_RUBRIC = 3,
    FIELD_KEYWORDS = 4,
    FIELD_ABSTRACT = 5
};
enum { FIELD_COUNT = 6 };

/* A place: the field in the top bits, then the word's number within that field
 * from 0. Places of one article ascend by field, then by number. */
#define PLACE_SHIFT 28
#define PLACE(field, pos) ((uint32_t)(field) << PLACE_SHIFT | (uint32_t)(pos))
#define PLACE_FIELD(place) ((enum field)((place) >> PLACE_SHIFT))
#define PLACE_POS(place) ((place) & (((uint32_t)1 << PLACE_SHIFT) - 1))

/* Columns of strings; each article has one value or none, authors any number. */
enum column {
    COLUMN_JOURNAL = 0,
    COLUMN_ISSUE = 1,
    COLUMN_RUBRIC = 2,
    COLUMN_AUTHOR = 3,
    COLUMN_SOURCE = 4 /* path of the source file; for --prune, not a facet */
};
enum { COLUMN_COUNT = 5 };
#define COLUMN_NONE UINT32_MAX /* "no value" as an ordinal */

enum {
    POSTINGS_BLOCK = 256,     /* postings in a full block */
    DICT_BLOCK = 32,          /* terms in a dictionary block */
    BODY_SAMPLE = 64,         /* body words between two byte-offset samples */
    BOUND_PAIRS = 4,          /* Pareto pairs of the body in a block's bound */
    STORE_BLOCK_BYTES = 8192, /* plain bytes of a store block, at most */
    INLINE_DOCS = 4,          /* a term with at most so many postings ... */
    INLINE_PLACES = 16,       /* ... and places lives in the dictionary */
    DIRECTORY_GROUP = 32,     /* blocks that share one set of base offsets */
    PAGE_BYTES = 4096,        /* bytes under one checksum */
    SECTION_ALIGN = 64,
    NAME_TERM_BYTE = 0x01,     /* begins a name term */
    NAME_TERM_BYTES_MAX = 66,  /* mark, kind, letters */
    PAIR_TERM_BYTE = 0x02,     /* begins a pair term */
    PAIR_WORD_BYTES_MAX = 100, /* of a word in one */
    PAIR_WORDS_MAX = 64,       /* of a segment */
    ID_BYTES_MAX = 512,
    STORE_DICTS_MAX = 255,    /* preset dictionaries of a segment */
    STORE_DICT_BYTES = 32768, /* bytes of one, at most */
    ENDINGS_MAX = 16384       /* endings of forms in the table, at most */
};

/* Sections in the order of the file. */
enum section {
    SECTION_STORE = 0,
    SECTION_PLACES = 1,
    SECTION_POSTINGS = 2,
    SECTION_DIRECTORY = 3,
    SECTION_FORMS = 4,
    SECTION_DICT = 5,
    SECTION_KEYS = 6,
    SECTION_TERM_SLOTS = 7,
    SECTION_ENDINGS = 8,
    SECTION_LENGTHS = 9,
    SECTION_COLUMNS = 10,
    SECTION_IDS = 11,
    SECTION_ID_SLOTS = 12,
    SECTION_STORE_INDEX = 13,
    SECTION_STORE_DICTS = 14,
    SECTION_CHECKSUMS = 15
};
enum { SECTION_COUNT = 16 };

enum {
    SEGMENT_VERSION = 3,
    SEGMENT_HEADER_BYTES = 64,
    SEGMENT_FOOTER_BYTES = 364,
    DELETES_HEADER_BYTES = 40,
    DOC_COUNT_MAX = INT32_MAX
};
#define SEGMENT_MAGIC UINT64_C(0x746e656d6765736d)     /* "msegment" */
#define SEGMENT_END_MAGIC UINT64_C(0x646e6573656d6765) /* "egmesend" */
#define MANIFEST_MAGIC UINT64_C(0x747365666e616d6d)    /* "mmanfest" */
#define DELETES_MAGIC UINT64_C(0x736574656c65646d)     /* "mdeletes" */

#endif
