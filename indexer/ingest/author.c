/* Three marks tell the family name, in this order; without one nothing is claimed:
 *
 *   a comma after it  |  initials (one letter and a dot) beside it  |  its capitals
 */
#include "ingest/author.h"

#include "text/fold.h"
#include "text/utf8.h"

/* The capitals and the letters of a word. */
struct letters {
    size_t capitals, all;
    bool dotted;
};

static struct letters count_letters(struct span word)
{
    struct letters letters = {0, 0, false};
    for (size_t off = 0; off < word.len;) {
        uint32_t code = utf8_next(word, &off);
        letters.dotted |= code == '.';
        if (fold_class(code) != CODE_LETTER)
            continue;
        letters.all++;
        letters.capitals += fold_is_upper(code);
    }
    return letters;
}

/* А. or А.Ж. or А.-Ж. */
static bool is_initials(struct span word)
{
    struct letters letters = count_letters(word);
    return letters.dotted && letters.all >= 1 && letters.all <= 3 &&
           letters.capitals >= 1;
}

static bool is_capitals(struct span word)
{
    struct letters letters = count_letters(word);
    return letters.all >= 2 && letters.capitals == letters.all && !letters.dotted;
}

static struct author with_family(struct span printed, struct span family,
                                 struct span given)
{
    return (struct author){printed, span_trim(family), span_trim(given)};
}

static struct span first_word(struct span name)
{
    return span_part(name, 0, span_find(name, ' ', 0));
}

static struct span last_word(struct span name)
{
    size_t start = name.len;
    while (start > 0 && name.data[start - 1] != ' ')
        start--;
    return span_part(name, start, name.len - start);
}

struct author author_read(struct span printed)
{
    struct author unknown = {printed, {NULL, 0}, {NULL, 0}};
    size_t comma = span_find(printed, ',', 0);
    if (comma < printed.len)
        return with_family(printed, span_part(printed, 0, comma),
                           span_part(printed, comma + 1, printed.len));
    struct span first = first_word(printed), last = last_word(printed);
    if (first.len == printed.len)
        return unknown;
    struct span behind = span_part(printed, first.len, printed.len);
    struct span before = span_part(printed, 0, printed.len - last.len);
    bool first_initials = is_initials(first), last_initials = is_initials(last);
    if (last_initials && !first_initials)
        return with_family(printed, first, behind);
    if (first_initials && !last_initials)
        return with_family(printed, last, before);
    bool first_capitals = is_capitals(first), last_capitals = is_capitals(last);
    if (last_capitals && !first_capitals)
        return with_family(printed, last, before);
    if (first_capitals && !last_capitals)
        return with_family(printed, first, behind);
    return unknown;
}

bool author_next(struct span list, size_t *off, struct span *name)
{
    while (*off < list.len) {
        size_t end = *off;
        while (end < list.len && list.data[end] != ';' && list.data[end] != '|' &&
               list.data[end] != '\n')
            end++;
        *name = span_trim(span_part(list, *off, end - *off));
        *off = end + 1;
        if (name->len > 0)
            return true;
    }
    return false;
}
