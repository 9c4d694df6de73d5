/* plain.h - plain text: one article a file.
 *
 * Layer    ingest (includes base, text)
 * Memory   the article's texts are copied to the arena
 * Threads  pure functions
 *
 * The first line is the title when it is short, is no sentence and a blank line
 * follows; else the file's name is. A line that is a date, alone below the title, or a
 * date at the start of the file's name (2022-03-pastures.txt) is the article's date.
 */
#ifndef MSEARCH_INGEST_PLAIN_H
#define MSEARCH_INGEST_PLAIN_H

#include "ingest/format.h"

/* By name: .txt, .text, or none. */
bool plain_is(struct span text, struct span name);
MUST_USE enum status plain_read(struct article *article, const struct format_file *file,
                                struct arena *arena, struct error *err);

#endif
