/* page_marks.h - the lines that a journal's web page carries, told one from another.
 *
 * Layer    ingest (includes base, text)
 * Memory   parts are borrowed from the line
 * Threads  pure functions
 *
 * Each takes one trimmed line and says whether it is that line; what is written behind
 * a pointer that may be NULL is written only then.
 */
#ifndef MSEARCH_INGEST_PAGE_MARKS_H
#define MSEARCH_INGEST_PAGE_MARKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "text/lang.h"

struct page_seen {
    struct span number, running;
    uint32_t date;
};

/* "2015-04-07 / Rubric"; the rubric may be missing, the slash may not. */
bool page_date_line(struct span line, uint32_t *date, struct span *rubric);
/* "Name Илимий-популярдуу журнал": the name and the descriptor's language. */
bool page_journal_line(struct span line, struct span *name, enum lang *lang);
/* "10 (108) 13 Ноябрь 2020" */
bool page_masthead(struct span line, struct page_seen *seen);
/* ISSN or ISBN before a number of an ISSN's form with the right check digit. */
bool page_issn_line(struct span line, struct span *issn);
/* A line of the registration; *number is empty when it stands in another line. */
bool page_registration(struct span line, struct span *number);

#endif
