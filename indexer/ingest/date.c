/* A date is read by its shape, not by a grammar: the text is cut into at most six
 * pieces, each gets one letter, and the string of letters is looked up in a table.
 *
 *   2015-жылдын 7-апрелинде   ->  N J D M   ->  year - day month
 *
 *   N number of four digits   D number of one or two   M month's name
 *   J word for "year"         a word of any other kind ends the string
 */
#include "ingest/date.h"

#include "text/fold.h"
#include "text/utf8.h"

enum { PIECES_MAX = 6, WORD_BYTES = 48 };

struct piece {
    char kind;
    uint32_t value;
};

struct shape {
    const char *kinds;
    int8_t year, month, day; /* index of the piece, -1: not stated */
};

/* The first that is a beginning of the text's kinds wins. */
static const struct shape shapes[] = {
    {"NDD", 0, 1, 2}, {"DDN", 2, 1, 0},  {"DMN", 2, 1, 0},  {"NJDM", 0, 3, 2},
    {"NDM", 0, 2, 1}, {"NJM", 0, 2, -1}, {"MDN", 2, 0, 1},  {"MN", 1, 0, -1},
    {"NM", 0, 1, -1}, {"ND", 0, 1, -1},  {"NJ", 0, -1, -1}, {"N", 0, -1, -1},
};

/* Enough of each name to tell it, folded; endings follow (январындагы, апр.). */
static const struct {
    const char *stem;
    uint32_t month;
} months[] = {
    {"янв", 1},  {"фев", 2},  {"мар", 3}, {"апр", 4}, {"май", 5}, {"мая", 5},
    {"мае", 5},  {"июн", 6},  {"июл", 7}, {"авг", 8}, {"сен", 9}, {"окт", 10},
    {"ноя", 11}, {"дек", 12}, {"jan", 1}, {"feb", 2}, {"mar", 3}, {"apr", 4},
    {"may", 5},  {"jun", 6},  {"jul", 7}, {"aug", 8}, {"sep", 9}, {"oct", 10},
    {"nov", 11}, {"dec", 12},
};

static uint32_t month_of(struct span word)
{
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (span_starts(word, span_text(months[i].stem)))
            return months[i].month;
    return 0;
}

static bool is_year_word(struct span word)
{
    return span_starts(word, span_text("жыл")) || span_starts(word, span_text("год")) ||
           span_equal(word, span_text("ж")) || span_equal(word, span_text("г"));
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static struct piece number_piece(struct span text, size_t *off)
{
    struct piece piece = {0, 0};
    size_t digits = 0;
    for (; *off < text.len && text.data[*off] >= '0' && text.data[*off] <= '9';
         ++*off) {
        if (++digits <= 4)
            piece.value = piece.value * 10 + (uint32_t)(text.data[*off] - '0');
    }
    piece.kind = digits == 4 ? 'N' : digits <= 2 ? 'D' : 0;
    return piece;
}

/* A word's folded form, cut to WORD_BYTES. */
static struct span fold_word(struct span text, size_t *off, uint8_t out[WORD_BYTES])
{
    size_t len = 0;
    while (*off < text.len) {
        size_t end = *off;
        uint32_t code = utf8_next(text, &end);
        if (fold_class(code) != CODE_LETTER)
            break;
        *off = end;
        if (len + 4 <= WORD_BYTES)
            len += utf8_encode(out + len, fold_code(code));
    }
    return span_of(out, len);
}

static struct piece word_piece(struct span text, size_t *off)
{
    uint8_t bytes[WORD_BYTES];
    struct span word = fold_word(text, off, bytes);
    struct piece piece = {'M', month_of(word)};
    if (piece.value == 0)
        piece.kind = is_year_word(word) ? 'J' : 0;
    return piece;
}

static bool is_between(uint32_t code)
{
    return code == ' ' || code == '.' || code == ',' || code == '/' || code == '-' ||
           code == 0xA0 || (code >= 0x2010 && code <= 0x2014);
}

/* Move to the next letter or digit; false when something else or the end comes first.
 */
static bool skip_between(struct span text, size_t *off)
{
    while (*off < text.len) {
        size_t end = *off;
        uint32_t code = utf8_next(text, &end);
        if (fold_class(code) == CODE_LETTER || is_digit(code))
            return true;
        if (!is_between(code))
            return false;
        *off = end;
    }
    return false;
}

struct pieces {
    struct piece at[PIECES_MAX];
    size_t count;
    bool whole; /* there is nothing else in the text */
};

static struct pieces cut_pieces(struct span text)
{
    struct pieces pieces = {.count = 0};
    size_t off = 0;
    while (pieces.count < PIECES_MAX && skip_between(text, &off)) {
        bool digit = is_digit(text.data[off]);
        struct piece piece = digit ? number_piece(text, &off) : word_piece(text, &off);
        if (piece.kind == 0)
            return pieces;
        pieces.at[pieces.count++] = piece;
    }
    pieces.whole = off == text.len;
    return pieces;
}

static const struct shape *shape_of(const struct piece *pieces, size_t count)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t len = strlen(shapes[i].kinds), at = 0;
        while (at < len && at < count && pieces[at].kind == shapes[i].kinds[at])
            at++;
        if (at == len)
            return &shapes[i];
    }
    return NULL;
}

static uint32_t value_at(const struct piece *pieces, int8_t at)
{
    return at < 0 ? 0 : pieces[at].value;
}

static uint32_t days_in(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && !leap ? 28 : days[month - 1];
}

bool date_valid(uint32_t date)
{
    uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (year < 1000 || year > 2999 || month > 12)
        return false;
    return month == 0 ? day == 0 : day <= days_in(year, month);
}

/* Without the preposition of a law's date. */
static struct span without_from(struct span text)
{
    struct span from = span_text("от ");
    return span_starts(text, from) ? span_part(text, from.len, text.len) : text;
}

/* *kinds_len: the pieces that the date is made of. */
static uint32_t date_of(const struct pieces *pieces, size_t *kinds_len)
{
    const struct piece *at = pieces->at;
    const struct shape *shape = shape_of(at, pieces->count);
    if (!shape || (pieces->count > 1 && at[0].kind == 'N' && at[1].kind == 'N'))
        return 0;
    uint32_t date = value_at(at, shape->year) * 10000 +
                    value_at(at, shape->month) * 100 + value_at(at, shape->day);
    *kinds_len = strlen(shape->kinds);
    return date_valid(date) ? date : 0;
}

uint32_t date_read(struct span text)
{
    size_t len;
    struct pieces pieces = cut_pieces(without_from(span_trim(text)));
    return date_of(&pieces, &len);
}

uint32_t date_read_whole(struct span text)
{
    size_t len = 0;
    struct pieces pieces = cut_pieces(span_trim(text));
    uint32_t date = date_of(&pieces, &len);
    while (len < pieces.count && pieces.at[len].kind == 'J')
        len++;
    return pieces.whole && len == pieces.count ? date : 0;
}

uint32_t date_read_iso_day(struct span text)
{
    if (text.len != 10 || text.data[4] != '-' || text.data[7] != '-')
        return 0;
    uint32_t date = 0;
    for (size_t at = 0; at < text.len; at++) {
        if (at == 4 || at == 7)
            continue;
        if (!is_digit(text.data[at]))
            return 0;
        date = date * 10 + (uint32_t)(text.data[at] - '0');
    }
    return date % 100 != 0 && date_valid(date) ? date : 0;
}

void date_put_iso(struct buf *out, uint32_t date)
{
    if (date == 0)
        return;
    buf_print(out, "%04u", (unsigned)(date / 10000));
    if (date / 100 % 100 != 0)
        buf_print(out, "-%02u", (unsigned)(date / 100 % 100));
    if (date % 100 != 0)
        buf_print(out, "-%02u", (unsigned)(date % 100));
}
