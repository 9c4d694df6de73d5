/* sign? blank* digits (- digits)? blank* ( "(" digits ")" )?   with four digits at
 * most: a longer number is a year or an id.
 */
#include "ingest/issue.h"

enum { DIGITS_MAX = 4 };

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t skip_blank(struct span text, size_t at)
{
    while (at < text.len && text.data[at] == ' ')
        at++;
    return at;
}

static size_t digits_end(struct span text, size_t at)
{
    while (at < text.len && is_digit(text.data[at]))
        at++;
    return at;
}

static size_t skip_sign(struct span text, size_t at)
{
    static const char *const signs[] = {"№", "#", "N", "No.", "No"};
    for (size_t i = sizeof signs / sizeof *signs; i-- > 0;) {
        struct span sign = span_text(signs[i]);
        if (span_starts(span_part(text, at, text.len), sign))
            return skip_blank(text, at + sign.len);
    }
    return at;
}

/* "(42)" at `at`; its end, or `at` when it is not there. */
static size_t read_running(struct span text, size_t at, struct span *running)
{
    if (at >= text.len || text.data[at] != '(')
        return at;
    size_t end = digits_end(text, at + 1);
    if (end == at + 1 || end - at - 1 > DIGITS_MAX || end >= text.len ||
        text.data[end] != ')')
        return at;
    *running = span_part(text, at + 1, end - at - 1);
    return end + 1;
}

bool issue_read(struct span text, struct span *number, struct span *running,
                size_t *behind)
{
    size_t start = skip_sign(text, skip_blank(text, 0));
    size_t end = digits_end(text, start);
    if (end == start || end - start > DIGITS_MAX)
        return false;
    if (end + 1 < text.len && text.data[end] == '-' && is_digit(text.data[end + 1]))
        end = digits_end(text, end + 1);
    *number = span_part(text, start, end - start);
    *running = (struct span){NULL, 0};
    size_t bracket = skip_blank(text, end);
    size_t last = read_running(text, bracket, running);
    *behind = last > bracket ? last : end;
    return true;
}

bool issue_find(struct span text, struct span *number, struct span *running)
{
    struct span sign = span_text("№");
    size_t behind;
    for (size_t at = 0; at + sign.len < text.len; at++)
        if (memcmp(text.data + at, sign.data, sign.len) == 0)
            return issue_read(span_part(text, at, text.len), number, running, &behind);
    return false;
}
