/* lang.c - languages, and which one a passage is written in.
 *
 * Evidence is counted over the first words of the passage, in tenths:
 *
 *   ky   letters ө ү ң 30 (once), function word 15, suffix 10 or 5, long vowel 8, ы 2
 *   ru   function word 20, ending 10, letter щ ъ ь ё 6, в ф ц 2
 *   en   nothing but Latin letters, and function words in longer passages
 *
 * Kazakh letters (ә ғ қ ұ һ і) in plenty mean neither: LANG_UND. The greater sum wins;
 * the hint counts for HINT_POINTS, and decides alone where there is no evidence.
 */
#include "text/lang.h"

#include "text/fold.h"
#include "text/lang_words.h"
#include "text/utf8.h"
#include "text/words.h"

enum {
    WORDS_LOOKED_AT = 200,
    WORD_ROOM = 64,    /* longer words are looked at by their end alone */
    KAZAKH_SHARE = 40, /* one letter in so many */
    HINT_POINTS = 5,
    CLEAR_WORDS = 16, /* after so many words a lead of CLEAR_POINTS decides */
    CLEAR_POINTS = 150,
    ENGLISH_WORDS = 8 /* from here on English has to show a function word */
};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

struct evidence {
    int ky;
    int ru;
    unsigned words;
    unsigned en_words;
    unsigned cyrillic;
    unsigned latin;
    unsigned kazakh;
    bool kyrgyz_letters;
    bool yat; /* ѣ: Russian before 1918, whose і is not Kazakh */
};

const char *lang_tag(enum lang lang)
{
    switch (lang) {
    case LANG_KY:
        return "ky";
    case LANG_RU:
        return "ru";
    case LANG_EN:
        return "en";
    case LANG_UND:
        break;
    }
    return "und";
}

enum lang lang_from_tag(struct span tag)
{
    static const struct {
        const char *code;
        enum lang lang;
    } codes[] = {
        {"ky", LANG_KY},  {"kir", LANG_KY}, {"kg", LANG_KY},  {"ru", LANG_RU},
        {"rus", LANG_RU}, {"en", LANG_EN},  {"eng", LANG_EN},
    };
    uint8_t head[4];
    size_t len = 0;
    while (len < tag.len && tag.data[len] != '-' && tag.data[len] != '_') {
        if (len == sizeof head)
            return LANG_UND;
        uint8_t byte = tag.data[len];
        head[len++] = byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
    }
    for (size_t i = 0; i < COUNT(codes); i++) {
        if (span_equal(span_of(head, len), span_text(codes[i].code)))
            return codes[i].lang;
    }
    return LANG_UND;
}

static bool is_kazakh(uint32_t code)
{
    switch (code) {
    case 0x4D9: /* ә */
    case 0x493: /* ғ */
    case 0x49B: /* қ */
    case 0x4B1: /* ұ */
    case 0x4BB: /* һ */
    case 0x456: /* і */
    case 0x4D8:
    case 0x492:
    case 0x49A:
    case 0x4B0:
    case 0x4BA:
    case 0x406:
        return true;
    default:
        return false;
    }
}

static bool is_kyrgyz(uint32_t folded)
{
    return folded == 0x4E9 || folded == 0x4AF || folded == 0x4A3;
}

/* Vowels that Kyrgyz writes twice: а о у э ө ү. */
static bool is_long_vowel(uint32_t before, uint32_t code)
{
    return before == code && (code == 0x430 || code == 0x43E || code == 0x443 ||
                              code == 0x44D || code == 0x4E9 || code == 0x4AF);
}

/* Letters that lean to one of the two languages. */
static void weigh_letter(struct evidence *evidence, uint32_t code, uint32_t folded)
{
    switch (folded) {
    case 0x44B: /* ы */
        evidence->ky += 2;
        break;
    case 0x432: /* в ф ц */
    case 0x444:
    case 0x446:
        evidence->ru += 2;
        break;
    case 0x449: /* щ ъ ь */
    case 0x44A:
    case 0x44C:
        evidence->ru += 6;
        break;
    default:
        evidence->ru += code == 0x451 ? 6 : 0; /* ё */
        break;
    }
}

static void count_letter(struct evidence *evidence, uint32_t code, uint32_t before)
{
    uint32_t folded = fold_code(code);
    if (folded < 0x250) {
        evidence->latin += folded >= 'a';
        return;
    }
    if (folded < 0x400 || folded >= 0x530)
        return;
    evidence->cyrillic++;
    if (is_kazakh(code))
        evidence->kazakh++;
    else if (is_kyrgyz(folded))
        evidence->kyrgyz_letters = true;
    else if (code == 0x463 || code == 0x462)
        evidence->yat = true;
    if (is_long_vowel(before, folded))
        evidence->ky += 8;
    weigh_letter(evidence, code, folded);
}

/* Fold the word into `out`, counting its letters. */
static struct span read_word(struct evidence *evidence, struct span word, uint8_t *out)
{
    size_t len = 0;
    uint32_t before = 0;
    for (size_t off = 0; off < word.len;) {
        uint32_t code = utf8_next(word, &off);
        uint32_t folded = fold_code(code);
        count_letter(evidence, code, before);
        if (folded == 0)
            continue;
        before = folded;
        if (len + 4 <= WORD_ROOM)
            len += utf8_encode(out + len, folded);
    }
    return span_of(out, len);
}

/* Any ending of the word with two letters before it: a strong Kyrgyz one, else a
 * Russian one, else a weak Kyrgyz one. */
static void weigh_ending(struct evidence *evidence, struct span word)
{
    unsigned listed = 0;
    for (size_t len = 4; len <= 8 && len + 4 <= word.len; len += 2)
        listed |= lang_words_flags(span_of(word.data + word.len - len, len));
    if (listed & LANG_ENDING_KY)
        evidence->ky += 10;
    else if (listed & LANG_ENDING_RU)
        evidence->ru += 10;
    else if (listed & LANG_ENDING_KY_WEAK)
        evidence->ky += 5;
}

static void count_word(struct evidence *evidence, struct span word)
{
    uint8_t bytes[WORD_ROOM + 4];
    struct span folded = read_word(evidence, word, bytes);
    size_t off = 0;
    uint32_t first = utf8_next(word, &off);
    evidence->words++;
    if (folded.len == 2 && fold_is_upper(first))
        return; /* an initial, not the preposition */
    unsigned listed = lang_words_flags(folded);
    if (folded.len > 0 && folded.data[0] < 0x80)
        evidence->en_words += (listed & LANG_WORD_EN) != 0;
    else if (listed & LANG_WORD_KY)
        evidence->ky += 15;
    else if (listed & LANG_WORD_RU)
        evidence->ru += 20;
    else
        weigh_ending(evidence, folded);
}

static enum lang judge(const struct evidence *evidence, enum lang hint)
{
    if (evidence->latin > evidence->cyrillic) {
        if (evidence->words >= ENGLISH_WORDS && evidence->en_words == 0)
            return LANG_UND;
        return LANG_EN;
    }
    if (evidence->kazakh > 0 && !evidence->yat &&
        evidence->kazakh * KAZAKH_SHARE >= evidence->cyrillic)
        return LANG_UND;
    int ky = evidence->ky + (evidence->kyrgyz_letters ? 30 : 0);
    int ru = evidence->ru;
    ky += hint == LANG_KY ? HINT_POINTS : 0;
    ru += hint == LANG_RU ? HINT_POINTS : 0;
    if (ky == ru)
        return hint;
    return ky > ru ? LANG_KY : LANG_RU;
}

/* Is the passage one language's beyond doubt, so that the rest need not be read? */
static bool is_clear(const struct evidence *evidence)
{
    int lead = evidence->ky - evidence->ru;
    return evidence->words >= CLEAR_WORDS && evidence->kazakh == 0 &&
           evidence->cyrillic > 4 * evidence->latin &&
           (lead > CLEAR_POINTS || lead < -CLEAR_POINTS);
}

enum lang lang_guess(struct span passage, enum lang hint)
{
    struct evidence evidence = {0};
    struct words words = words_open(passage);
    struct span word;
    while (evidence.words < WORDS_LOOKED_AT && !is_clear(&evidence) &&
           words_next(&words, &word))
        count_word(&evidence, word);
    if (evidence.cyrillic + evidence.latin == 0)
        return hint;
    return judge(&evidence, hint);
}
