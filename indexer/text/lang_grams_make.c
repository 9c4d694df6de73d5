/* lang_grams_make.c - writes lang_grams.c; run by hand, not by the build:
 *
 *   cc -Iindexer -D_POSIX_C_SOURCE=200809L indexer/text/lang_grams_make.c \
 *      indexer/text/{fold,fold_table,words,utf8,utf8_nfc}.c indexer/base/{bytes,memory}.c \
 *      -lutf8proc -lm -o /tmp/make_grams
 *   /tmp/make_grams < texts > indexer/text/lang_grams.c
 *
 * A line of the texts is "ky" or "ru", a tab, a paragraph. The table in the tree is made
 * of texts in the public domain, the rest of each source being kept for measuring:
 *
 *   ky   every second of 4,999 sentences of Common Voice, given by Kloop: CC0
 *        (mozilla/voice-web, commit e0bfbc4be9eb)
 *   ru   the first 3,670 articles of the codes of the Russian Federation: Unlicense
 *        (deep-foundation/russian-laws, commit 3507a48f311e), and the first 2,579 scenes
 *        of RusDraCor: CC0 (dracor-org/rusdracor, commit b178c0401ffc)
 *
 * Each Kyrgyz word counts twice, the second time with о у н for ө ү ң. A cell is the
 * logarithm of (share in Kyrgyz / share in Russian), a third being added to each count.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "text/fold.h"
#include "text/lang_grams.h"
#include "text/utf8.h"
#include "text/words.h"

enum { LINE_BYTES = 1 << 20, ROWS_A_LINE = 3 };

static const double ADDED = 1.0 / 3, STEPS_A_NAT = 4;

typedef double counts[LANG_LETTERS][LANG_LETTERS][LANG_LETTERS];
static counts ky, ru;

static unsigned as_typed(unsigned letter)
{
    static const uint32_t typed[] = {0x43E, 0x443, 0x43D};
    return letter < 33 ? letter : lang_letter(typed[letter - 33]);
}

static void count_word(counts out, struct span word, int plain)
{
    unsigned before = 0, last = 0;
    for (size_t off = 0; off <= word.len;) {
        uint32_t code = off < word.len ? fold_code(utf8_next(word, &off)) : 0;
        unsigned letter = lang_letter(code);
        letter = plain ? as_typed(letter) : letter;
        if (last != 0)
            out[before][last][letter]++;
        before = letter == 0 ? 0 : last;
        last = letter;
        if (code == 0 && off == word.len)
            return;
    }
}

static void count_line(struct span line)
{
    int kyrgyz = line.data[0] == 'k';
    struct words words = words_open(span_of(line.data + 3, line.len - 3));
    struct span word;
    while (words_next(&words, &word)) {
        count_word(kyrgyz ? ky : ru, word, 0);
        if (kyrgyz)
            count_word(ky, word, 1);
    }
}

/* What each count of a language is divided by, with every known cell's addition. */
static double total(counts of, double known)
{
    const double *cell = &of[0][0][0];
    double sum = known * ADDED;
    for (size_t i = 0; i < sizeof(counts) / sizeof(double); i++)
        sum += cell[i];
    return sum;
}

static int sign_of(double in_ky, double in_ru, double all_ky, double all_ru)
{
    if (in_ky + in_ru < 0.5)
        return 'a';
    double nats = log((in_ky + ADDED) / all_ky) - log((in_ru + ADDED) / all_ru);
    long steps = lround(nats * STEPS_A_NAT);
    steps = steps > LANG_GRAM_MAX ? LANG_GRAM_MAX : steps;
    steps = steps < -LANG_GRAM_MAX ? -LANG_GRAM_MAX : steps;
    return (int)(steps >= 0 ? 'a' + steps : 'A' - steps);
}

static void write_table(void)
{
    const double *k = &ky[0][0][0], *r = &ru[0][0][0];
    size_t cells = sizeof(counts) / sizeof(double), line = LANG_LETTERS * ROWS_A_LINE;
    size_t plane = LANG_LETTERS * LANG_LETTERS;
    double known = 0;
    for (size_t i = 0; i < cells; i++)
        known += k[i] + r[i] > 0;
    double all_ky = total(ky, known), all_ru = total(ru, known);
    fputs("/* lang_grams.c - written by lang_grams_make.c. Do not edit: change the\n"
          " * program and run it again. */\n#include \"text/lang_grams.h\"\n\n"
          "/* clang-format off */\n"
          "const char lang_grams[LANG_LETTERS][LANG_LETTERS][LANG_LETTERS] = {\n",
          stdout);
    for (size_t i = 0; i < cells; i++) {
        if (i % LANG_LETTERS == 0)
            fputs(i % line ? "\",\"" : i % plane ? " \"" : "{\"", stdout);
        putchar(sign_of(k[i], r[i], all_ky, all_ru));
        if (i % line == line - 1)
            fputs((i + 1) % plane ? "\",\n" : "\"},\n", stdout);
    }
    fputs("};\n", stdout);
}

int main(void)
{
    static char line[LINE_BYTES];
    while (fgets(line, sizeof line, stdin)) {
        if (strlen(line) > 3 && line[2] == '\t')
            count_line(span_text(line));
    }
    write_table();
    return 0;
}
