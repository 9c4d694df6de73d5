/* A line is told by its own shape alone, never by its place, so that pages with lines
 * missing or in another order are read as well.
 */
#include "ingest/page_marks.h"

#include "ingest/article.h"
#include "ingest/date.h"

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/* The run of digits at `off`. */
static struct span digits_at(struct span text, size_t off)
{
    size_t end = off;
    while (end < text.len && is_digit(text.data[end]))
        end++;
    return span_part(text, off, end - off);
}

/* Where `word` begins in the line, or line.len. */
static size_t find_text(struct span line, const char *word)
{
    struct span wanted = span_text(word);
    for (size_t at = 0; at + wanted.len <= line.len; at++)
        if (memcmp(line.data + at, wanted.data, wanted.len) == 0)
            return at;
    return line.len;
}

bool page_date_line(struct span line, uint32_t *date, struct span *rubric)
{
    uint32_t day = date_read_iso_day(span_part(line, 0, 10));
    struct span rest = span_trim(span_part(line, 10, line.len));
    if (day == 0 || rest.len == 0 || rest.data[0] != '/')
        return false;
    if (date)
        *date = day;
    if (rubric)
        *rubric = span_trim(span_part(rest, 1, rest.len));
    return true;
}

static const struct {
    const char *text;
    enum lang lang;
} descriptors[] = {
    {"Илимий-популярдуу журнал", LANG_KY},
    {"илимий-популярдуу журнал", LANG_KY},
    {"Илимий журнал", LANG_KY},
    {"Илимий-практикалык журнал", LANG_KY},
    {"Коомдук-саясий журнал", LANG_KY},
    {"Научно-популярный журнал", LANG_RU},
    {"научно-популярный журнал", LANG_RU},
    {"Научный журнал", LANG_RU},
    {"Научно-практический журнал", LANG_RU},
    {"Общественно-политический журнал", LANG_RU},
    {"Popular science journal", LANG_EN},
    {"Scientific journal", LANG_EN},
};

bool page_journal_line(struct span line, struct span *name, enum lang *lang)
{
    for (size_t i = 0; i < sizeof descriptors / sizeof *descriptors; i++) {
        struct span text = span_text(descriptors[i].text);
        if (line.len <= text.len + 1 ||
            !span_equal(span_part(line, line.len - text.len, text.len), text))
            continue;
        *name = span_trim(span_part(line, 0, line.len - text.len));
        if (lang)
            *lang = descriptors[i].lang;
        return name->len > 0;
    }
    return false;
}

/* "10 (108)" and what stands behind it. */
static bool read_numbers(struct span line, struct page_seen *seen, struct span *behind)
{
    seen->number = digits_at(line, 0);
    struct span rest = span_trim(span_part(line, seen->number.len, line.len));
    if (seen->number.len == 0 || seen->number.len > 3 || rest.len == 0 ||
        rest.data[0] != '(')
        return false;
    seen->running = digits_at(rest, 1);
    size_t close = 1 + seen->running.len;
    if (close < 2 || close > 6 || close >= rest.len || rest.data[close] != ')')
        return false;
    *behind = span_part(rest, close + 1, rest.len);
    return true;
}

bool page_masthead(struct span line, struct page_seen *seen)
{
    struct page_seen read;
    struct span date;
    if (!read_numbers(line, &read, &date))
        return false;
    read.date = date_read(date);
    if (read.date != 0 && seen)
        *seen = read;
    return read.date != 0;
}

bool page_issn_line(struct span line, struct span *issn)
{
    bool labelled =
        find_text(line, "ISSN") < line.len || find_text(line, "ISBN") < line.len;
    for (size_t at = 4; labelled && at + 9 <= line.len; at++) {
        struct span number = span_part(line, at, 9);
        if (article_issn_valid(number) && !is_digit(line.data[at - 1])) {
            *issn = number;
            return true;
        }
    }
    return false;
}

/* The last number of the line, when digits stand at its end. */
static struct span last_number(struct span line)
{
    size_t end = line.len;
    while (end > 0 && (line.data[end - 1] == '.' || line.data[end - 1] == ' '))
        end--;
    size_t start = end;
    while (start > 0 && is_digit(line.data[start - 1]))
        start--;
    return span_part(line, start, end - start);
}

bool page_registration(struct span line, struct span *number)
{
    static const char *const words[] = {
        "каттоо номери",
        "каттоо жөнүндө күбөлүк",
        "Массалык маалымат каражат",
        "массовой информации",
        "видетельство о регистрации",
        "егистрационный номер",
    };
    bool found = false;
    for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++)
        found = find_text(line, words[i]) < line.len;
    if (found)
        *number = last_number(line);
    return found;
}
