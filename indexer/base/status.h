/* status.h - the one list of outcomes, and the record that says why.
 *
 * Layer    base
 * Memory   struct error is plain storage of the caller
 * Threads  no shared state
 *
 * Three kinds of trouble: a bug of ours is an assert; the world (disk, memory,
 * bytes, user) is an enum status, which nobody may drop; the end is no error.
 */
#ifndef MSEARCH_BASE_STATUS_H
#define MSEARCH_BASE_STATUS_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, args_at)                                                \
    __attribute__((format(printf, format_at, args_at)))

/* The values are fixed: exit codes and HTTP codes derive from them. */
enum status {
    ST_OK = 0,
    ST_END = 1,        /* no more records; not an error */
    ST_NOMEM = -1,     /* an allocation failed */
    ST_IO = -2,        /* the disk or the kernel said no */
    ST_CORRUPT = -3,   /* bytes break a rule of FORMAT.md */
    ST_VERSION = -4,   /* a format that this build does not read */
    ST_ARGUMENT = -5,  /* the user asked for something that cannot be */
    ST_NOT_FOUND = -6, /* no such article, file, term */
    ST_LOCKED = -7,    /* another writer holds the index */
    ST_LIMIT = -8      /* a stated cap was reached */
};

enum { ERROR_TEXT_BYTES = 512 };

/* Why it failed. The first failure wins: a later fail() on the same record
 * returns its status but keeps the first text. */
struct error {
    enum status status;
    char text[ERROR_TEXT_BYTES];
};

#define ERROR_NONE ((struct error){ST_OK, ""})

/* A short name in English, never NULL ("out of memory", "corrupt data"). */
const char *status_text(enum status status);

/* Record a failure and return `status`, so that a function can end with
 * `return fail(err, ST_CORRUPT, "postings: rule P3: gap 0 at byte %zu", off);`
 * err may be NULL. */
enum status fail(struct error *err, enum status status, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Put "prefix: " before the text of a recorded failure (a path, usually). */
void error_prefix(struct error *err, const char *prefix);

#endif
