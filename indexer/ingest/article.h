/* article.h - the record of one article.
 *
 * Layer    ingest (includes base, text)
 * Memory   every span is borrowed from the arena that the record was built in
 * Threads  plain data
 *
 * The exchange form is one JSON object a line (corpus/README.md); between
 * msearch-extract and msearch index it is the same. What is not stated stays empty.
 */
#ifndef MSEARCH_INGEST_ARTICLE_H
#define MSEARCH_INGEST_ARTICLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "text/lang.h"

/* One text in several languages; an absent one is an empty span. */
struct text_l10n {
    struct span in[LANG_COUNT]; /* by enum lang */
};

enum paragraph_kind { /* stored: do not renumber */
                      PARAGRAPH_TEXT = 0,
                      PARAGRAPH_HEADING,
                      PARAGRAPH_LIST_ITEM,
                      PARAGRAPH_TABLE,
                      PARAGRAPH_NOTE,
                      PARAGRAPH_REFERENCE /* kept, not indexed */
};

struct paragraph {
    struct span text; /* valid NFC, no line feed */
    enum lang lang;
    enum paragraph_kind kind;
};

struct keyword {
    struct span text;
    enum lang lang;
};

struct author {
    struct span as_printed; /* never empty */
    struct span family;     /* empty when it cannot be told */
    struct span given;
};

enum repair_rule {                            /* domain rules R1..R6 */
                   REPAIR_SENTENCE_SPACE = 0, /* R1 */
                   REPAIR_MARK_SPACE,         /* R2 */
                   REPAIR_SPLIT_CAPITALS,     /* R3 */
                   REPAIR_LOST_HYPHEN,        /* R4 */
                   REPAIR_LINE_HYPHEN,        /* R5 */
                   REPAIR_CHARACTERS,         /* R6 */
                   REPAIR_RULES
};

enum { ARTICLE_ID_BYTES = 512 };

struct article {
    struct span id; /* stable; 1 to ARTICLE_ID_BYTES once the reader hands it out */
    struct text_l10n title, journal, rubric, abstract;
    struct span issn, doi, url, registration;
    struct span volume, number, running; /* as printed; empty when not stated */
    struct span issue;                   /* what is shown and filtered: "4 (42)" */
    uint32_t issue_year;                 /* 0: not stated */
    uint32_t date;         /* yyyymmdd; mm, dd 00 below the precision; 0: none */
    struct span date_text; /* as printed */
    struct span pages;     /* "12-15" */
    enum lang lang;        /* of the body */
    struct author *authors;
    size_t author_count;
    struct keyword *keywords;
    size_t keyword_count;
    struct paragraph *paragraphs;
    size_t paragraph_count;
    struct span *translations; /* ids of the same article in another language */
    size_t translation_count;

    /* Where it comes from */
    struct span source_file;   /* path as given, relative to the folder indexed */
    struct span source_format; /* "page", "jsonl", "html", "text" */
    uint64_t source_off;       /* byte offset of the record in its file */
    uint32_t repairs[REPAIR_RULES];
    struct span seen; /* masthead of the visit, "10 (108) 2020-11-13"; never a date of
                         the article */
};

/* The first non-empty text, the article's own language first; *lang may be NULL. */
struct span article_text(const struct text_l10n *text, enum lang own, enum lang *lang);
/* Hash of all that a reader can see; decides "unchanged". Not of the source. */
uint64_t article_hash(const struct article *article);
/* One JSON object, no line feed: the canonical record. */
void article_put_json(struct buf *out, const struct article *article);
/* Read one JSON object (canonical or short form) into an arena. Text is repaired to
 * valid NFC; languages of paragraphs are decided here when not stated.
 * errors  ST_CORRUPT (syntax, with byte offset), ST_LIMIT (depth 64, size), ST_NOMEM */
MUST_USE enum status article_from_json(struct article *article, struct span json,
                                       struct arena *arena, struct error *err);
/* Decide the languages of paragraphs that have none (LANG_UND), and of the article when
 * it has none: that of most bytes of the body, else `hint`. */
void article_guess_languages(struct article *article, enum lang hint);
/* Put a text into a field by its language; one that gives no evidence of its language
 * goes where `hint` says. A field's text that is there already stays. */
void article_put_text(struct text_l10n *field, struct span text, enum lang hint);
/* NNNN-NNNC with the right check digit. */
bool article_issn_valid(struct span issn);
/* Fill what can be derived: id (source id, else DOI, else source path; a longer one is
 * cut, with its hash in place of the rest), languages of paragraphs, `issue` from
 * number and running, normalised rubric. */
MUST_USE enum status article_complete(struct article *article, struct arena *arena,
                                      struct error *err);

#endif
