/* status.c - names of outcomes, and how the first failure is kept.
 *
 * Invariant: once err->status is not ST_OK, neither it nor the text is replaced;
 * only a prefix may be put before the text. What does not fit is cut.
 */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *status_text(enum status status)
{
    switch (status) {
    case ST_OK:
        return "ok";
    case ST_END:
        return "end";
    case ST_NOMEM:
        return "out of memory";
    case ST_IO:
        return "input/output error";
    case ST_CORRUPT:
        return "corrupt data";
    case ST_VERSION:
        return "unsupported format version";
    case ST_ARGUMENT:
        return "invalid argument";
    case ST_NOT_FOUND:
        return "not found";
    case ST_LOCKED:
        return "locked by another process";
    case ST_LIMIT:
        return "limit exceeded";
    }
    return "unknown status";
}

enum status fail(struct error *err, enum status status, const char *format, ...)
{
    if (err == NULL || err->status != ST_OK)
        return status;
    va_list args;
    va_start(args, format);
    err->status = status;
    if (vsnprintf(err->text, sizeof err->text, format, args) < 0)
        err->text[0] = '\0';
    va_end(args);
    return status;
}

void error_prefix(struct error *err, const char *prefix)
{
    if (err == NULL || err->status == ST_OK)
        return;
    char text[ERROR_TEXT_BYTES];
    size_t len = strlen(err->text) + 1;
    memcpy(text, err->text, len);
    int put = snprintf(err->text, sizeof err->text, "%s: ", prefix);
    size_t used = put < 0 ? 0 : (size_t)put;
    if (used >= sizeof err->text)
        return;
    size_t room = sizeof err->text - used;
    size_t part = len - 1 < room - 1 ? len - 1 : room - 1;
    memcpy(err->text + used, text, part);
    err->text[used + part] = '\0';
}
