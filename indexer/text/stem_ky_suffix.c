/* stem_ky_suffix.c - is a run of letters made of Kyrgyz noun suffixes alone?
 *
 *   сынын = сы + нын: the slots of stem_ky_table.c from the end, nothing left over.
 *   reached[n] holds the slots in which the first n letters are still to be explained;
 *   0 letters in a slot that needs nothing before it: yes.
 */
#include "text/stem_ky_suffix.h"

#include "text/stem_ky_letters.h"
#include "text/stem_ky_table.h"

/* Any of the letters that the template's letter may ever be. */
static bool may_be(char wanted, char letter)
{
    switch (wanted) {
    case 'A':
        return strchr("aeo8", letter) != NULL;
    case 'I':
    case 'U':
        return strchr("qiu7", letter) != NULL;
    case 'O':
        return strchr("o8", letter) != NULL;
    case 'L':
        return strchr("ldt", letter) != NULL;
    case 'N':
        return strchr("ndt", letter) != NULL;
    case 'D':
        return strchr("dt", letter) != NULL;
    case 'G':
        return strchr("gk", letter) != NULL;
    case 'B':
        return strchr("bp", letter) != NULL;
    default:
        return wanted == letter;
    }
}

/* Where the suffix begins when it may end before `end`, or `end`. */
static size_t start_of(const char *letters, size_t end, const struct suffix *suffix)
{
    if (suffix->letters > end)
        return end;
    size_t start = end - suffix->letters;
    for (size_t i = 0; i < suffix->letters; i++) {
        char wanted = suffix->text[i];
        bool twice = i > 0 && suffix->text[i - 1] == wanted;
        if (!may_be(wanted, letters[start + i]) ||
            (twice && letters[start + i] != letters[start + i - 1]))
            return end;
    }
    return start;
}

bool stem_ky_suffix_run(const uint32_t *codes, size_t count)
{
    char letters[STEM_KY_RUN_MAX];
    unsigned reached[STEM_KY_RUN_MAX + 1] = {0};
    if (count == 0 || count > STEM_KY_RUN_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        letters[i] = stem_ky_letter(codes[i]);
    reached[count] = AT_END;
    for (size_t end = count; end > 0; end--) {
        if (reached[end] == 0)
            continue;
        struct suffix_group group = stem_ky_suffixes(letters[end - 1]);
        for (size_t i = 0; i < group.count; i++) {
            const struct suffix *suffix = &group.suffixes[i];
            if (suffix->kind <= KIND_NOUN_LAST && suffix->kind != KIND_QUESTION &&
                suffix->kind != KIND_PERSON && (suffix->from & reached[end]) != 0)
                reached[start_of(letters, end, suffix)] |= suffix->to;
        }
    }
    return (reached[0] & ~(unsigned)(AT_KI | AT_CASE3 | AT_CASE12)) != 0;
}
