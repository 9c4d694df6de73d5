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
    signed char year, month, day; /* index of the piece, -1: not stated */
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

/* Move over blanks, dots, commas, slashes and dashes; false at anything else. */
static bool skip_between(struct span text, size_t *off)
{
    while (*off < text.len) {
        size_t end = *off;
        uint32_t code = utf8_next(text, &end);
        if (fold_class(code) == CODE_LETTER || (code >= '0' && code <= '9'))
            return true;
        bool between = code == ' ' || code == '.' || code == ',' || code == '/' ||
                       code == '-' || (code >= 0x2010 && code <= 0x2014) ||
                       code == 0xA0;
        if (!between)
            return false;
        *off = end;
    }
    return false;
}

static size_t cut_pieces(struct span text, struct piece pieces[PIECES_MAX])
{
    size_t count = 0, off = 0;
    while (count < PIECES_MAX && skip_between(text, &off)) {
        uint8_t byte = text.data[off];
        bool digit = byte >= '0' && byte <= '9';
        struct piece piece = digit ? number_piece(text, &off) : word_piece(text, &off);
        if (piece.kind == 0)
            break;
        pieces[count++] = piece;
    }
    return count;
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

static uint32_t value_at(const struct piece *pieces, signed char at)
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

uint32_t date_read(struct span text)
{
    struct piece pieces[PIECES_MAX];
    size_t count = cut_pieces(without_from(span_trim(text)), pieces);
    const struct shape *shape = shape_of(pieces, count);
    if (!shape || (count > 1 && pieces[0].kind == 'N' && pieces[1].kind == 'N'))
        return 0;
    uint32_t date = value_at(pieces, shape->year) * 10000 +
                    value_at(pieces, shape->month) * 100 + value_at(pieces, shape->day);
    return date_valid(date) ? date : 0;
}

uint32_t date_read_iso_day(struct span text)
{
    if (text.len != 10 || text.data[4] != '-' || text.data[7] != '-')
        return 0;
    uint32_t date = 0;
    for (size_t at = 0; at < text.len; at++) {
        if (at == 4 || at == 7)
            continue;
        if (text.data[at] < '0' || text.data[at] > '9')
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
