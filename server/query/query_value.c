/* query_value.c
 *
 * A date is a number yyyymmdd; an article whose day or month is not known has 00
 * there. So a period starts at its 00 and ends at its last possible day:
 *
 *   2015      20150000 .. 20151231
 *   2015-04   20150400 .. 20150431
 */
#include "query/query_value.h"

static const struct {
    const char *name;
    enum value_field field;
} FIELD_NAMES[] = {
    {"title", VALUE_TITLE},        {"название", VALUE_TITLE},
    {"заголовок", VALUE_TITLE},    {"аталыш", VALUE_TITLE},
    {"баш", VALUE_TITLE},          {"author", VALUE_AUTHOR},
    {"автор", VALUE_AUTHOR},       {"rubric", VALUE_RUBRIC},
    {"section", VALUE_RUBRIC},     {"рубрика", VALUE_RUBRIC},
    {"бөлүм", VALUE_RUBRIC},       {"keywords", VALUE_KEYWORDS},
    {"ключевые", VALUE_KEYWORDS},  {"ачкыч", VALUE_KEYWORDS},
    {"abstract", VALUE_ABSTRACT},  {"summary", VALUE_ABSTRACT},
    {"аннотация", VALUE_ABSTRACT}, {"body", VALUE_BODY},
    {"text", VALUE_BODY},          {"текст", VALUE_BODY},
    {"year", VALUE_YEAR},          {"год", VALUE_YEAR},
    {"жыл", VALUE_YEAR},           {"date", VALUE_DATE},
    {"дата", VALUE_DATE},          {"journal", VALUE_JOURNAL},
    {"журнал", VALUE_JOURNAL},     {"issue", VALUE_ISSUE},
    {"номер", VALUE_ISSUE},        {"выпуск", VALUE_ISSUE},
    {"сан", VALUE_ISSUE},          {"lang", VALUE_LANG},
    {"язык", VALUE_LANG},          {"тил", VALUE_LANG},
};

enum value_field value_field_of(struct span folded)
{
    for (size_t i = 0; i < sizeof FIELD_NAMES / sizeof *FIELD_NAMES; i++)
        if (span_equal(folded, span_text(FIELD_NAMES[i].name)))
            return FIELD_NAMES[i].field;
    return VALUE_UNKNOWN;
}

const char *value_field_name(enum value_field field)
{
    for (size_t i = 0; i < sizeof FIELD_NAMES / sizeof *FIELD_NAMES; i++)
        if (FIELD_NAMES[i].field == field)
            return FIELD_NAMES[i].name;
    return "";
}

enum field value_index_field(enum value_field field)
{
    static const enum field map[] = {
        [VALUE_TITLE] = FIELD_TITLE,       [VALUE_AUTHOR] = FIELD_AUTHOR,
        [VALUE_RUBRIC] = FIELD_RUBRIC,     [VALUE_KEYWORDS] = FIELD_KEYWORDS,
        [VALUE_ABSTRACT] = FIELD_ABSTRACT, [VALUE_BODY] = FIELD_BODY};
    return field <= VALUE_BODY ? map[field] : FIELD_BODY;
}

struct period {
    uint32_t first, last;
};

/* Up to `max` digits at *off; returns how many. */
static unsigned take_digits(struct span text, size_t *off, unsigned max,
                            uint32_t *value)
{
    unsigned count = 0;
    *value = 0;
    while (count < max && *off < text.len && text.data[*off] >= '0' &&
           text.data[*off] <= '9') {
        *value = *value * 10 + (uint32_t)(text.data[(*off)++] - '0');
        count++;
    }
    return count;
}

static bool take_byte(struct span text, size_t *off, const char *any)
{
    if (*off >= text.len || text.data[*off] == 0 || !strchr(any, text.data[*off]))
        return false;
    (*off)++;
    return true;
}

static bool make_period(uint32_t year, uint32_t month, uint32_t day, struct period *out)
{
    if (month > 12 || day > 31 || year == 0)
        return false;
    out->first = year * 10000 + month * 100 + day;
    out->last = year * 10000 + (month ? month : 12) * 100 + (day ? day : 31);
    return true;
}

/* yyyy, yyyy-mm, yyyy-mm-dd; also with full stops. */
static bool date_year_first(struct span text, struct period *out)
{
    size_t off = 0;
    uint32_t year, month = 0, day = 0;
    if (take_digits(text, &off, 4, &year) != 4)
        return false;
    if (off < text.len && (!take_byte(text, &off, "-./") ||
                           !take_digits(text, &off, 2, &month) || month == 0))
        return false;
    if (off < text.len && (!take_byte(text, &off, "-./") ||
                           !take_digits(text, &off, 2, &day) || day == 0))
        return false;
    return off == text.len && make_period(year, month, day, out);
}

/* dd.mm.yyyy */
static bool date_day_first(struct span text, struct period *out)
{
    size_t off = 0;
    uint32_t year, month, day;
    if (!take_digits(text, &off, 2, &day) || !take_byte(text, &off, ".-/") ||
        !take_digits(text, &off, 2, &month) || !take_byte(text, &off, ".-/") ||
        take_digits(text, &off, 4, &year) != 4)
        return false;
    return off == text.len && day && month && make_period(year, month, day, out);
}

static bool date_period(struct span text, struct period *out)
{
    return date_year_first(text, out) || date_day_first(text, out);
}

static bool year_period(struct span text, struct period *out)
{
    size_t off = 0;
    uint32_t year;
    return text.len == 4 && take_digits(text, &off, 4, &year) == 4 &&
           make_period(year, 0, 0, out);
}

/* Where a range's sign stands in the text; its length, 0 when there is none. */
static size_t find_range(struct span text, const char *const *signs, size_t *at)
{
    for (; *signs; signs++) {
        struct span sign = span_text(*signs);
        for (size_t i = 0; i + sign.len <= text.len; i++)
            if (span_equal(span_part(text, i, sign.len), sign)) {
                *at = i;
                return sign.len;
            }
    }
    return 0;
}

static bool read_range(struct span text, const char *const *signs,
                       bool (*read)(struct span, struct period *), uint32_t *from,
                       uint32_t *to, bool *swapped)
{
    struct period low = {0, 0}, high = {UINT32_MAX, UINT32_MAX};
    size_t at = 0, len = find_range(text, signs, &at);
    struct span left = span_part(text, 0, len ? at : text.len);
    struct span right = span_part(text, at + len, text.len - at - len);
    right = len ? right : left; /* one period: both ends */
    if (left.len == 0 && right.len == 0)
        return false;
    if ((left.len && !read(left, &low)) || (right.len && !read(right, &high)))
        return false;
    *swapped = low.first > high.first;
    *from = *swapped ? high.first : low.first;
    *to = *swapped ? low.last : high.last;
    return true;
}

bool value_years(struct span text, uint32_t *from, uint32_t *to, bool *swapped)
{
    static const char *const signs[] = {"...", "..", "…", "-", "–", "—", NULL};
    return read_range(text, signs, year_period, from, to, swapped);
}

bool value_dates(struct span text, uint32_t *from, uint32_t *to, bool *swapped)
{
    static const char *const signs[] = {"...", "..", "…", "–", "—", NULL};
    return read_range(text, signs, date_period, from, to, swapped);
}

bool value_lang(struct span folded, enum lang *lang)
{
    static const struct {
        const char *name;
        enum lang lang;
    } names[] = {{"кыргызча", LANG_KY}, {"кыргыз", LANG_KY},  {"кыргызский", LANG_KY},
                 {"kyrgyz", LANG_KY},   {"русский", LANG_RU}, {"орусча", LANG_RU},
                 {"орус", LANG_RU},     {"russian", LANG_RU}, {"английский", LANG_EN},
                 {"англисче", LANG_EN}, {"english", LANG_EN}, {"und", LANG_UND}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_equal(folded, span_text(names[i].name))) {
            *lang = names[i].lang;
            return true;
        }
    enum lang tagged = lang_from_tag(folded);
    if (tagged == LANG_UND)
        return false;
    *lang = tagged;
    return true;
}
