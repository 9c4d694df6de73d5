/* author.h - an author's name as printed, taken apart where that is safe.
 *
 * Layer    ingest (includes base, text)
 * Memory   parts are borrowed from the printed name
 * Threads  pure functions
 */
#ifndef MSEARCH_INGEST_AUTHOR_H
#define MSEARCH_INGEST_AUTHOR_H

#include "ingest/article.h"

/* Family and given name of a printed one; both empty when it cannot be told:
 *   Бариева, Айгүл    Бариева А.Ж.    Э.Д. Асанов    Татьяна БЕЛЕЦКАЯ
 * Of Нурдин уулу Байзак or Айгүл Токтогулова nothing is claimed. */
struct author author_read(struct span printed);
/* The next of several names between ; (or | and line feeds) in a list; false at the
 * end. *off starts at 0. */
bool author_next(struct span list, size_t *off, struct span *name);

#endif
