/* gunzip.h - a file's bytes from front to back, inflated when it is gzip.
 *
 * Layer    ingest (includes base)
 * Memory   open/close object with two windows of 64 KiB; bytes are borrowed until the
 *          next call
 * Threads  one at a time
 * Source   RFC 1952 (gzip; several members make one stream)
 */
#ifndef MSEARCH_INGEST_GUNZIP_H
#define MSEARCH_INGEST_GUNZIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { GUNZIP_WINDOW_BYTES = 65536 };

struct gunzip;

/* Read from `fd`, which stays the caller's and must outlive the object. */
MUST_USE enum status gunzip_open(struct gunzip **gunzip, int fd, struct error *err);
void gunzip_close(struct gunzip *gunzip); /* NULL is fine */
/* The next bytes without moving over them: as many as the window holds or the file has
 * left when nothing is waiting, else what is waiting. Empty at the end.
 * errors  ST_IO; ST_CORRUPT: damaged or cut short, after all good bytes were given */
MUST_USE enum status gunzip_peek(struct gunzip *gunzip, struct span *bytes,
                                 struct error *err);
void gunzip_skip(struct gunzip *gunzip, size_t len);   /* at most what was peeked */
bool gunzip_is_gzip(const struct gunzip *gunzip);      /* known after the first peek */
uint64_t gunzip_file_off(const struct gunzip *gunzip); /* bytes read from the file */

#endif
