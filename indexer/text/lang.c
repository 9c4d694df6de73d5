/* lang.c - languages, and which one a passage is written in.
 *
 * Two questions, asked over the first words of the passage:
 *
 *   which way does it lean?     every three letters in a row, ends of words included,
 *                               add to `lean`: up is Kyrgyz, down is Russian
 *   is it neither?              letters, words, endings and vowels of the neighbours
 *                               (Kazakh, Uzbek, Tatar; Ukrainian, Bulgarian, Serbian)
 *                               add to `turkic` and `slavic`, what they never write takes
 *                               away. About a point a word is needed: LANG_UND.
 *
 * Latin letters mean English, or LANG_UND for longer passages without an English word.
 * The hint moves the lean, so that it decides where there is little evidence.
 */
#include "text/lang.h"

#include <pthread.h>
#include <stdatomic.h>

#include "text/fold.h"
#include "text/lang_grams.h"
#include "text/lang_words.h"
#include "text/utf8.h"
#include "text/words.h"

enum {
    WORDS_LOOKED_AT = 200,
    WORD_LETTERS = 32, /* of longer words the beginning is looked at */
    HINT_LEAN = 40,
    ENDING_LEAN = 64, /* for an ending that Russian cannot have */
    CLEAR_WORDS = 16, /* after so many words a lean of CLEAR_LEAN decides */
    CLEAR_LEAN = 200,
    ENGLISH_WORDS = 8,  /* from here on English has to show a function word */
    FOREIGN_SHARE = 20, /* one Latin letter in so many is accented: not English */
    LATIN_SHARE = 3,    /* Latin without an English word outweighs Cyrillic by this */
    ALIEN_LEAST = 5,    /* points, however short the passage */
    MARKED_POINTS = 6,  /* a letter of the neighbours, once a word */
    SLAVIC_POINTS = 10,
    ALIEN_WORD_POINTS = 5,
    TRAIT_POINTS = 3,
    OWN_WORD_POINTS = 4,
    OWN_TRAIT_POINTS = 3
};

/* Letters by their class in lang_grams.h. */
enum {
    LETTER_A = 1,
    LETTER_IE = 6,
    LETTER_I = 9,
    LETTER_O = 15,
    LETTER_U = 20,
    LETTER_HARD = 27,
    LETTER_Y = 28,
    LETTER_E = 30,
    LETTER_YU = 31,
    LETTER_YA = 32,
    LETTER_OE = 33,
    LETTER_UE = 34
};

/* What a letter that Kyrgyz and Russian do not have speaks for. */
enum { MARK_TURKIC = 1, MARK_SLAVIC = 2, MARK_BOTH = 4, MARK_SOFT = 8, MARK_OLD = 16 };

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

struct evidence {
    int lean;  /* quarters of a natural logarithm */
    int first; /* half of what the first word, if it has a capital, added to that */
    int turkic;
    int slavic;
    int soft; /* є ї ў: slavic, or a typesetter's ө ү ң */
    unsigned words;
    unsigned en_words;
    unsigned cyrillic;
    unsigned latin;
    unsigned foreign; /* Latin letters with accents */
    bool marked;
    bool old; /* Russian before 1918, whose і is not Kazakh */
};

/* One word, taken apart. */
struct reading {
    uint8_t bytes[4 * WORD_LETTERS]; /* folded */
    size_t len;
    uint8_t letters[WORD_LETTERS];
    unsigned count;
    unsigned latin, foreign, cyrillic;
    unsigned marks;
    uint64_t seen; /* letters, a bit each */
    bool named;    /* begins with its only capital */
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

/* The lower case of a Cyrillic letter, its accents left on. */
static uint32_t lower(uint32_t code)
{
    if (code < 0x410)
        return code + 0x50;
    return code >= 0x460 ? code | 1 : code;
}

static unsigned marks_of(uint32_t code)
{
    static const struct {
        uint16_t code, marks;
    } marked[] = {
        {0x450, MARK_SLAVIC}, {0x452, MARK_SLAVIC}, {0x453, MARK_SLAVIC},
        {0x454, MARK_SOFT},   {0x455, MARK_SLAVIC}, {0x456, MARK_BOTH},
        {0x457, MARK_SOFT},   {0x458, MARK_SLAVIC}, {0x459, MARK_SLAVIC},
        {0x45A, MARK_SLAVIC}, {0x45B, MARK_SLAVIC}, {0x45C, MARK_SLAVIC},
        {0x45D, MARK_SLAVIC}, {0x45E, MARK_SOFT},   {0x45F, MARK_SLAVIC},
        {0x463, MARK_OLD},    {0x491, MARK_SLAVIC}, {0x493, MARK_TURKIC},
        {0x495, MARK_TURKIC}, {0x497, MARK_TURKIC}, {0x499, MARK_TURKIC},
        {0x49B, MARK_TURKIC}, {0x4A1, MARK_TURKIC}, {0x4AB, MARK_TURKIC},
        {0x4B1, MARK_TURKIC}, {0x4B3, MARK_TURKIC}, {0x4B7, MARK_TURKIC},
        {0x4BB, MARK_TURKIC}, {0x4D1, MARK_TURKIC}, {0x4D7, MARK_TURKIC},
        {0x4D9, MARK_TURKIC}, {0x4E3, MARK_TURKIC}, {0x4E7, MARK_TURKIC},
        {0x4EF, MARK_TURKIC}, {0x4F3, MARK_TURKIC},
    };
    uint32_t small = lower(code);
    for (size_t i = 0; i < COUNT(marked); i++) {
        if (marked[i].code == small)
            return marked[i].marks;
    }
    return 0;
}

static void read_letter(struct reading *word, uint32_t code, uint32_t folded)
{
    if (folded < 0x250) {
        word->latin += folded >= 'a';
        word->foreign += code >= 0xC0;
    } else if (code >= 0x400 && code < 0x530) {
        word->cyrillic++;
        word->marks |= code < 0x410 || code > 0x44F ? marks_of(code) : 0;
    }
    word->named = fold_is_upper(code) ? word->count == 0 : word->named;
    word->letters[word->count] = (uint8_t)lang_letter(folded);
    word->seen |= (uint64_t)1 << word->letters[word->count++];
    word->len += utf8_encode(word->bytes + word->len, folded);
}

/* --- Words of nothing but Cyrillic letters, which nearly all are ---------------- */

/* A letter that begins with D0..D3, by the low bits of its two bytes. */
static struct pair {
    uint8_t bytes[4]; /* folded; two */
    uint8_t letter;   /* class in lang_grams.h */
    bool plain;       /* folds to a letter of two bytes, speaks for no neighbour */
    bool upper;
} pairs[4 * 64];
static atomic_bool pairs_filled;

static void fill_pairs(void)
{
    for (uint32_t i = 0; i < 4 * 64; i++) {
        uint32_t code = 0x400 + i, folded = fold_code(code);
        pairs[i].plain = folded >= 0x400 && folded < 0x500 &&
                         (code >= 0x410 && code <= 0x44F ? true : marks_of(code) == 0);
        if (!pairs[i].plain)
            continue;
        (void)utf8_encode(pairs[i].bytes, folded);
        pairs[i].letter = (uint8_t)lang_letter(folded);
        pairs[i].upper = fold_is_upper(code);
    }
    atomic_store_explicit(&pairs_filled, true, memory_order_release);
}

/* False: the word is not of that kind. */
static bool read_plain(struct reading *word, struct span raw)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    size_t count = raw.len / 2 < WORD_LETTERS ? raw.len / 2 : WORD_LETTERS;
    unsigned capitals = 0;
    uint64_t seen = 0;
    if (!atomic_load_explicit(&pairs_filled, memory_order_acquire))
        pthread_once(&once, fill_pairs);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *at = raw.data + 2 * i;
        const struct pair *pair = &pairs[(at[0] & 3U) << 6 | (at[1] & 0x3F)];
        if ((at[0] & 0xFC) != 0xD0 || !pair->plain)
            return false;
        memcpy(word->bytes + 2 * i, pair->bytes, 2);
        word->letters[i] = pair->letter;
        seen |= (uint64_t)1 << pair->letter;
        capitals += pair->upper;
    }
    if (count < WORD_LETTERS && raw.len % 2 != 0)
        return false;
    word->seen = seen;
    word->len = 2 * count;
    word->count = word->cyrillic = (unsigned)count;
    word->named =
        capitals == 1 && pairs[(raw.data[0] & 3U) << 6 | (raw.data[1] & 0x3F)].upper;
    return true;
}

static void read_word(struct reading *word, struct span raw)
{
    word->latin = word->foreign = word->marks = 0;
    word->seen = 0;
    if (read_plain(word, raw))
        return;
    word->len = 0;
    word->count = word->cyrillic = 0;
    word->named = false;
    for (size_t off = 0; off < raw.len && word->count < WORD_LETTERS;) {
        uint32_t code = utf8_next(raw, &off);
        uint32_t folded = fold_code(code);
        if (folded != 0)
            read_letter(word, code, folded);
    }
}

/* The end of the word counts twice: it is grammar, the rest may be a loan. */
static int lean_of(const struct reading *word)
{
    unsigned before = 0, last = 0;
    int lean = 0, gram = 0;
    for (unsigned i = 0; i < word->count; i++) {
        unsigned letter = word->letters[i];
        gram = last != 0 ? lang_gram(before, last, letter) : 0;
        lean += gram;
        before = letter == 0 ? 0 : last;
        last = letter;
    }
    return last == 0 ? lean : lean + gram + 2 * lang_gram(before, last, 0);
}

static bool is_vowel(unsigned letter)
{
    static const bool vowels[LANG_LETTERS] = {
        [LETTER_A] = true,  [LETTER_IE] = true, [LETTER_I] = true,  [LETTER_O] = true,
        [LETTER_U] = true,  [LETTER_Y] = true,  [LETTER_E] = true,  [LETTER_YU] = true,
        [LETTER_YA] = true, [LETTER_OE] = true, [LETTER_UE] = true,
    };
    return vowels[letter];
}

/* Vowels that Kyrgyz writes twice, its neighbours once. */
static bool is_long(unsigned before, unsigned letter)
{
    return before == letter &&
           (letter == LETTER_A || letter == LETTER_O || letter == LETTER_U ||
            letter == LETTER_E || letter == LETTER_OE || letter == LETTER_UE);
}

/* Vowels in neighbouring syllables that its harmony keeps out of Kyrgyz: о-ы, ө-е, ө-и,
 * ү-е. */
static bool breaks_harmony(unsigned before, unsigned vowel)
{
    if (before == LETTER_O)
        return vowel == LETTER_Y;
    if (before == LETTER_OE)
        return vowel == LETTER_IE || vowel == LETTER_I;
    return before == LETTER_UE && vowel == LETTER_IE;
}

/* Points for a Turkic language other than Kyrgyz, from a word that leans to Kyrgyz. */
static int weigh_vowels(const struct reading *word)
{
    unsigned vowel = 0;
    bool broken = false;
    for (unsigned i = 0; i < word->count; i++) {
        if (!is_vowel(word->letters[i]))
            continue;
        if (i > 0 && is_long(word->letters[i - 1], word->letters[i]))
            return -OWN_TRAIT_POINTS;
        broken = broken || breaks_harmony(vowel, word->letters[i]);
        vowel = word->letters[i];
    }
    return broken || word->letters[0] == LETTER_IE ? TRAIT_POINTS : 0;
}

/* Points for a Slavic language other than Russian: for ъ before anything but a iotated
 * vowel, against it for ы and э. */
static int weigh_slavic(struct evidence *evidence, const struct reading *word)
{
    const uint64_t telling =
        (uint64_t)1 << LETTER_Y | (uint64_t)1 << LETTER_E | (uint64_t)1 << LETTER_HARD;
    if ((word->seen & telling) == 0)
        return 0;
    for (unsigned i = 0; i < word->count; i++) {
        unsigned letter = word->letters[i];
        if (letter == LETTER_Y || letter == LETTER_E)
            return -OWN_TRAIT_POINTS;
        if (letter != LETTER_HARD)
            continue;
        unsigned next = i + 1 < word->count ? word->letters[i + 1] : 0;
        if (next == 0)
            evidence->old = true;
        else if (next != LETTER_IE && next != LETTER_YU && next != LETTER_YA)
            return SLAVIC_POINTS;
    }
    return 0;
}

/* What the last three or four letters are an ending of. */
static unsigned endings_of(const struct reading *word)
{
    unsigned listed = 0;
    for (size_t len = 6; len <= 8 && len + 4 <= word->len; len += 2)
        listed |= lang_words_flags(span_of(word->bytes + word->len - len, len));
    return listed & LANG_ENDINGS;
}

static void weigh_marks(struct evidence *evidence, unsigned marks)
{
    evidence->old = evidence->old || (marks & MARK_OLD) != 0;
    if (marks & (MARK_TURKIC | MARK_BOTH))
        evidence->turkic += MARKED_POINTS;
    if (marks & MARK_SLAVIC || (marks & (MARK_TURKIC | MARK_BOTH)) == MARK_BOTH)
        evidence->slavic += SLAVIC_POINTS;
    if (marks & (MARK_TURKIC | MARK_SLAVIC | MARK_BOTH))
        evidence->marked = true;
    else if (marks & MARK_SOFT)
        evidence->soft += MARKED_POINTS;
}

/* Does the word speak for a neighbour, or against all of them? */
static void weigh_neighbours(struct evidence *evidence, const struct reading *word,
                             unsigned listed, int lean)
{
    if (listed & (LANG_WORD_TURKIC | LANG_WORD_SLAVIC)) {
        evidence->turkic += listed & LANG_WORD_TURKIC ? ALIEN_WORD_POINTS : 0;
        evidence->slavic += listed & LANG_WORD_SLAVIC ? ALIEN_WORD_POINTS : 0;
    } else if (listed & (LANG_WORD_KY | LANG_WORD_RU)) {
        evidence->turkic -= OWN_WORD_POINTS;
        evidence->slavic -= OWN_WORD_POINTS;
    } else if (word->marks != 0) {
        weigh_marks(evidence, word->marks);
    } else {
        evidence->slavic += weigh_slavic(evidence, word);
        if (lean > 0)
            evidence->turkic +=
                listed & LANG_ENDING_TURKIC ? TRAIT_POINTS : weigh_vowels(word);
        else if (listed & LANG_ENDING_SLAVIC)
            evidence->slavic += ALIEN_WORD_POINTS;
    }
}

/* What the word adds to the lean. A name says less than a word does: both languages are
 * full of each other's. The first word is a name if the second is. */
static int weigh_lean(struct evidence *evidence, const struct reading *word,
                      unsigned listed, int lean)
{
    if (listed & LANG_WORD_SHARED)
        return lean / 4;
    lean += listed & LANG_ENDING_KY ? ENDING_LEAN : 0;
    if (evidence->words == 1)
        evidence->first = word->named ? lean / 2 : 0;
    else if (word->named)
        return lean / 2 - (evidence->words == 2 ? evidence->first : 0);
    return lean;
}

static void count_word(struct evidence *evidence, struct span raw, bool initial)
{
    struct reading word;
    read_word(&word, raw);
    unsigned listed = lang_words_flags(span_of(word.bytes, word.len));
    evidence->latin += word.latin;
    evidence->foreign += word.foreign;
    evidence->cyrillic += word.cyrillic;
    evidence->en_words += (listed & LANG_WORD_EN) != 0;
    evidence->words++;
    if (word.cyrillic == 0 || initial)
        return;
    if (listed == 0)
        listed = endings_of(&word);
    int lean = lean_of(&word);
    evidence->lean += weigh_lean(evidence, &word, listed, lean);
    weigh_neighbours(evidence, &word, listed, lean);
}

static enum lang judge_latin(const struct evidence *evidence, enum lang hint)
{
    if (evidence->en_words > 0)
        return LANG_EN;
    bool accented = evidence->foreign * FOREIGN_SHARE >= evidence->latin;
    return evidence->words >= ENGLISH_WORDS || (accented && hint != LANG_EN) ? LANG_UND
                                                                             : LANG_EN;
}

static bool is_alien(const struct evidence *evidence)
{
    if (evidence->old)
        return false;
    int soft = evidence->marked || evidence->lean <= 0 ? evidence->soft : 0;
    int most =
        evidence->turkic > evidence->slavic ? evidence->turkic : evidence->slavic;
    int words = (int)evidence->words;
    return most + soft >= (words < ALIEN_LEAST ? ALIEN_LEAST : words + 1);
}

static enum lang judge(const struct evidence *evidence, enum lang hint)
{
    if (evidence->latin > evidence->cyrillic * (evidence->en_words ? 1 : LATIN_SHARE))
        return judge_latin(evidence, hint);
    if (is_alien(evidence))
        return LANG_UND;
    int lean = evidence->lean;
    lean += hint == LANG_KY ? HINT_LEAN : 0;
    lean -= hint == LANG_RU ? HINT_LEAN : 0;
    if (lean == 0)
        return hint;
    return lean > 0 ? LANG_KY : LANG_RU;
}

/* Is the passage one language's beyond doubt, so that the rest need not be read? */
static bool is_clear(const struct evidence *evidence)
{
    return evidence->words >= CLEAR_WORDS &&
           (evidence->lean > CLEAR_LEAN || evidence->lean < -CLEAR_LEAN) &&
           evidence->turkic <= 0 && evidence->slavic <= 0 && evidence->soft == 0 &&
           evidence->cyrillic > 4 * evidence->latin;
}

/* One letter with a full stop or a bracket: an initial, or an item of a list. */
static bool is_initial(struct span passage, struct span word)
{
    size_t end = (size_t)(word.data - passage.data) + word.len;
    return word.len <= 2 && end < passage.len &&
           (passage.data[end] == '.' || passage.data[end] == ')');
}

enum lang lang_guess(struct span passage, enum lang hint)
{
    struct evidence evidence = {0};
    struct words words = words_open(passage);
    struct span word;
    while (evidence.words < WORDS_LOOKED_AT && !is_clear(&evidence) &&
           words_next(&words, &word))
        count_word(&evidence, word, is_initial(passage, word));
    if (evidence.cyrillic + evidence.latin == 0)
        return hint;
    return judge(&evidence, hint);
}
