/* fold_table_make.c - writes fold_table.c; run by hand, not by the build:
 *
 *   cc -Iindexer indexer/text/fold_table_make.c -lutf8proc -o /tmp/make_table
 *   /tmp/make_table > indexer/text/fold_table.c
 *
 * A code point folds in this order: accents off (all but the breve of й and ў), lower
 * case, one of the case variants of a letter (ς to σ), then the archive's own variants.
 */
#include "text/fold.h"
#include "text/fold_table.h"

#include <stdio.h>
#include <utf8proc.h>

enum { CODE_END = 0x110000, PARTS = 8 };

static const uint32_t variants[][2] = {
    {0x0451, 0x0435},                   /* ё to е */
    {0x0473, 0x04E9}, {0x0275, 0x04E9}, /* ѳ ɵ to ө */
    {0x03F4, 0x04E9}, {0x03B8, 0x03B8}, /* ϴ, the capital typed for Ө; theta stays */
    {0x04CA, 0x04A3}, {0x04A5, 0x04A3}, /* ӊ ҥ to ң */
    {0x04B1, 0x04AF}, {0x028F, 0x04AF}, /* ұ ʏ to ү */
    {0x04F1, 0x04AF},                   /* ӱ to ү */
    {0x0463, 0x0435}, {0x0456, 0x0438}, /* ѣ to е, і to и: spelling before 1918 */
    {0x0475, 0x0438},                   /* ѵ to и */
};

static bool is_mark(utf8proc_int32_t code)
{
    utf8proc_category_t category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

static utf8proc_ssize_t decompose(uint32_t code, utf8proc_int32_t parts[PARTS])
{
    int bound = 0;
    return utf8proc_decompose_char((utf8proc_int32_t)code, parts, PARTS,
                                   UTF8PROC_DECOMPOSE, &bound);
}

static uint32_t without_accents(uint32_t code)
{
    utf8proc_int32_t parts[PARTS];
    if (code == 0x0419 || code == 0x0439 || code == 0x040E || code == 0x045E ||
        code == 0x04F0 || code == 0x04F1)
        return code;
    utf8proc_ssize_t count = decompose(code, parts);
    for (utf8proc_ssize_t i = 1; i < count; i++) {
        if (!is_mark(parts[i]))
            return code;
    }
    /* a singleton (the ideographs of old standards) is left to NFC */
    return count > 1 ? (uint32_t)parts[0] : code;
}

static uint32_t lower(uint32_t code)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

static bool is_ignored(uint32_t code)
{
    return code == 0x00AD || code == 0x061C || code == 0x180E || code == 0xFEFF ||
           (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2069);
}

static uint32_t fold(uint32_t code)
{
    if (is_ignored(code) || is_mark((utf8proc_int32_t)code))
        return 0;
    if (code == 0x03F4)
        return 0x04E9;
    uint32_t plain = lower(without_accents(code));
    uint32_t again = lower((uint32_t)utf8proc_toupper((utf8proc_int32_t)plain));
    if (plain != 0x0131) /* dotless i is a letter of its own */
        plain = without_accents(again);
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        if (plain == variants[i][0])
            return variants[i][1];
    }
    return plain;
}

static enum code_class class_by_category(utf8proc_category_t category)
{
    if (category == UTF8PROC_CATEGORY_ND)
        return CODE_DIGIT;
    if ((category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
        category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_NL)
        return CODE_LETTER;
    return CODE_OTHER;
}

static enum code_class class_of(uint32_t code)
{
    if (is_ignored(code))
        return CODE_IGNORED;
    if (is_mark((utf8proc_int32_t)code))
        return CODE_MARK;
    switch (code) {
    case '-':
    case 0x2010:
    case 0x2011:
        return CODE_HYPHEN;
    case '\'':
    case 0x2019:
    case 0x02BC:
        return CODE_APOSTROPHE;
    default:
        return class_by_category(utf8proc_category((utf8proc_int32_t)code));
    }
}

static bool joins[CODE_END];

/* All that stands second or later in a decomposition may join what is before it. */
static void find_joins(void)
{
    for (uint32_t code = 0; code < CODE_END; code++) {
        utf8proc_int32_t parts[PARTS];
        utf8proc_ssize_t count = decompose(code, parts);
        for (utf8proc_ssize_t i = 1; i < count; i++)
            joins[parts[i]] = true;
        const utf8proc_property_t *property =
            utf8proc_get_property((utf8proc_int32_t)code);
        joins[code] = joins[code] || property->combining_class != 0;
        if (count == 0)
            continue;
        utf8proc_ssize_t length =
            utf8proc_normalize_utf32(parts, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
        joins[code] = joins[code] || length != 1 || (uint32_t)parts[0] != code;
    }
}

static uint8_t flags_of(uint32_t code, bool upper)
{
    return (uint8_t)(class_of(code) | (upper ? FOLD_UPPER : 0) |
                     (joins[code] ? FOLD_JOINS : 0));
}

static bool is_upper(uint32_t code)
{
    return code == 0x03F4 ||
           (utf8proc_category((utf8proc_int32_t)code) != UTF8PROC_CATEGORY_LL &&
            lower(code) != code);
}

static void print_low(void)
{
    printf("const uint16_t fold_low[FOLD_LOW_END] = {");
    for (uint32_t code = 0; code < FOLD_LOW_END; code++)
        printf("%s0x%04X,", code % 11 ? " " : "\n    ", fold(code));
    printf("\n};\n\nconst uint8_t fold_low_flags[FOLD_LOW_END] = {");
    for (uint32_t code = 0; code < FOLD_LOW_END; code++)
        printf("%s%u,", code % 21 ? " " : "\n    ", flags_of(code, is_upper(code)));
    printf("\n};\n\n");
}

static void print_moves(void)
{
    printf("const struct fold_move fold_moves[] = {");
    unsigned column = 0;
    for (uint32_t code = FOLD_LOW_END; code < CODE_END;) {
        int32_t delta = (int32_t)fold(code) - (int32_t)code;
        if (delta == 0 || fold(code) == 0) {
            code++;
            continue;
        }
        uint32_t last = code;
        uint32_t step = 1;
        bool upper = is_upper(code);
        for (uint32_t next = 1; next <= 2 && last == code; next++) {
            step = next;
            while ((int32_t)fold(last + step) - (int32_t)(last + step) == delta &&
                   is_upper(last + step) == upper &&
                   (step == 1 || fold(last + 1) == last + 1))
                last += step;
        }
        printf("%s{0x%X, 0x%X, %d, %u, %d},", column++ % 3 ? " " : "\n    ", code, last,
               delta, step, upper ? FOLD_UPPER : 0);
        code = last + 1;
    }
    printf("\n};\nconst size_t fold_move_count = sizeof fold_moves / sizeof "
           "fold_moves[0];\n\n");
}

static void print_ranges(void)
{
    printf("const struct fold_range fold_ranges[] = {");
    unsigned column = 0;
    for (uint32_t code = FOLD_LOW_END; code < CODE_END;) {
        uint8_t flags = flags_of(code, false);
        uint32_t last = code;
        while (last + 1 < CODE_END && flags_of(last + 1, false) == flags)
            last++;
        if (flags != 0)
            printf("%s{0x%X, 0x%X, %u},", column++ % 3 ? " " : "\n    ", code, last,
                   flags);
        code = last + 1;
    }
    printf("\n};\nconst size_t fold_range_count = sizeof fold_ranges / sizeof "
           "fold_ranges[0];\n");
}

int main(void)
{
    find_joins();
    printf(
        "/* fold_table.c - written by fold_table_make.c from utf8proc %s, Unicode %s.\n"
        " * Do not edit: change the program and run it again. */\n"
        "#include \"text/fold_table.h\"\n\n/* clang-format off */\n",
        utf8proc_version(), utf8proc_unicode_version());
    print_low();
    print_moves();
    print_ranges();
    return 0;
}
