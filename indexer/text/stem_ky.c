/* stem_ky.c - a stemmer for Kyrgyz without a lexicon.
 *
 *   word    өлкөлөрүндөгү        letters one byte each, я after a vowel as йа
 *   search  өлкөлөрүндө|гү  KI      every suffix that may stand here, whose vowels
 *           өлкөлөрү|ндө    CASE3   agree with the base's last vowel and whose first
 *           өлкөлөр|ү       POSS3   consonant with its last sound, is taken off in
 *           өлкө|лөр        PLURAL  every order that the slots allow
 *   judge   the longest strip wins, less what speaks against it; a base that ends
 *           where no word can end is out
 *
 * A state is (length of the base, slot). Each is entered once, so the work is bounded
 * by TAIL_LETTERS times the slots, whatever the word. The output is the base in one
 * spelling: мектебинин gives мектеп, тармагы gives тармак, баштоо gives башта.
 */
#include "text/stem.h"

#include "text/stem_ky_letters.h"
#include "text/stem_ky_table.h"
#include "text/utf8.h"

enum {
    LETTERS_MAX = 2 * 255 + 1, /* я may become two */
    TAIL_LETTERS = 48,         /* suffixes are looked for no deeper */
    DEPTH_MAX = 10
};

struct word {
    struct span text;
    size_t count;
    char letters[LETTERS_MAX];  /* the alphabet of stem_ky_table.h */
    uint16_t ends[LETTERS_MAX]; /* bytes of the text up to and with the letter */
    char vowels[LETTERS_MAX];   /* [n]: the last vowel of the first n letters, or 0 */
    bool rounded_front;         /* has ө ү ң: spelling is full, harmony strict */
};

/* The way from the whole word to a base. */
struct path {
    const struct suffix *outer;
    const struct suffix *inner;
    const struct suffix *owner; /* -ым -ың: the first one met */
    uint64_t kinds;             /* bit per enum kind */
    unsigned depth;
};

struct best {
    int cost; /* in tenths of a letter */
    size_t base;
    struct path path;
    bool found;
};

struct search {
    const struct word *word;
    struct best best;
    uint32_t seen[TAIL_LETTERS + 1]; /* bit per slot */
};

static char low_after(char vowel)
{
    switch (vowel) {
    case 'e':
    case 'i':
        return 'e';
    case 'o':
        return 'o';
    case '8':
    case '7':
        return '8';
    default:
        return 'a';
    }
}

static char high_after(char vowel)
{
    switch (vowel) {
    case 'e':
    case 'i':
        return 'i';
    case 'o':
    case 'u':
        return 'u';
    case '8':
    case '7':
        return '7';
    default:
        return 'q';
    }
}

static bool is_back(char vowel)
{
    return vowel == 'a' || vowel == 'q' || vowel == 'o' || vowel == 'u';
}

static void add_letter(struct word *word, char letter, size_t end)
{
    size_t n = word->count++;
    word->letters[n] = letter;
    word->ends[n] = (uint16_t)end;
    char vowel = stem_ky_vowel(letter);
    word->vowels[n + 1] = vowel != 0 ? vowel : word->vowels[n];
}

/* я ю е after a vowel are й and the vowel: коюу is кой + уу. */
static char glide_vowel(char letter)
{
    return letter == '9' ? 'a' : letter == '4' ? 'u' : letter == 'e' ? 'e' : 0;
}

static void word_read(struct word *word, struct span text)
{
    word->text = text;
    word->count = 0;
    word->vowels[0] = 0;
    word->rounded_front = false;
    for (size_t off = 0; off < text.len;) {
        size_t start = off;
        char letter = stem_ky_letter(utf8_next(text, &off));
        char glide = glide_vowel(letter);
        if (glide != 0 && word->count > 0 && stem_ky_is_vowel(word->letters[word->count - 1])) {
            add_letter(word, 'y', start);
            letter = glide;
        }
        if (letter == '8' || letter == '7' || letter == '5')
            word->rounded_front = true;
        add_letter(word, letter, off);
    }
}

/* The sound that decides a suffix's first consonant: v vowel, r (р й), s voiced, t. */
static char sound_of(const struct word *word, size_t base)
{
    while (base > 1 && (word->letters[base - 1] == '6' || word->letters[base - 1] == '2'))
        base--;
    char letter = word->letters[base - 1];
    if (stem_ky_is_vowel(letter))
        return 'v';
    if (letter == 'r' || letter == 'y')
        return 'r';
    return strchr("pkstcwfh1x", letter) != NULL ? 't' : 's';
}

static char first_consonant(char archi, char sound)
{
    switch (archi) {
    case 'L':
        return sound == 't' ? 't' : sound == 's' ? 'd' : 'l';
    case 'N':
        return sound == 't' ? 't' : sound == 'v' ? 'n' : 'd';
    case 'D':
        return sound == 't' ? 't' : 'd';
    case 'G':
        return sound == 't' ? 'k' : 'g';
    default:
        return sound == 't' ? 'p' : 'b';
    }
}

/* Does a vowel as written stand for the one that harmony wants? People type о у for
 * ө ү; a word with one of ө ү ң in it is spelt in full. */
static bool vowel_fits(const struct word *word, char wanted, char written)
{
    if (wanted == written)
        return true;
    if (word->rounded_front)
        return false;
    return (wanted == '8' && written == 'o') || (wanted == '7' && written == 'u');
}

/* One template letter at *at against the word; *vowel is the last vowel so far. */
static bool letter_fits(const struct word *word, char wanted, size_t *at, char *vowel)
{
    const char *written = word->letters + *at;
    bool back = is_back(*vowel);
    (*at)++;
    switch (wanted) {
    case 'A':
        if (!vowel_fits(word, low_after(*vowel), *written) &&
            !(*vowel == 'u' && *written == 'o' && !word->rounded_front))
            return false;
        break;
    case 'I':
        if (!vowel_fits(word, high_after(*vowel), *written))
            return false;
        break;
    case 'W':
        if (!vowel_fits(word, back ? 'u' : '7', *written))
            return false;
        break;
    case 'U':
    case 'O':
        (*at)++;
        if (written[0] != written[1] ||
            !vowel_fits(word, wanted == 'U' ? (back ? 'u' : '7') : (back ? 'o' : '8'),
                        *written))
            return false;
        break;
    default:
        return wanted == *written;
    }
    *vowel = stem_ky_vowel(*written);
    return true;
}

static bool suffix_fits(const struct word *word, size_t base, const char *text)
{
    char vowel = word->vowels[base];
    size_t at = base;
    if (strchr("LNDGB", *text) != NULL) {
        if (word->letters[at++] != first_consonant(*text, sound_of(word, base)))
            return false;
        text++;
    }
    for (; *text != '\0'; text++) {
        if (!letter_fits(word, *text, &at, &vowel))
            return false;
    }
    return true;
}

/* Two letters as one number, for the lists of clusters. */
static bool pair_in(const char *list, char first, char second)
{
    for (; *list != '\0'; list += 3) {
        if (list[0] == first && list[1] == second)
            return true;
    }
    return false;
}

/* Kyrgyz roots end in few clusters; a verb stem with another is no verb stem. */
static bool ends_like_root(const struct word *word, size_t base)
{
    char first = word->letters[base - 2];
    char second = word->letters[base - 1];
    if (stem_ky_is_vowel(first) || stem_ky_is_vowel(second))
        return true;
    return pair_in("nt nc nk lt rt lk rk yt rs rc yk st wt lp rp ", first, second);
}

/* Verb stems of several syllables end in a vowel or in a voice suffix's consonant. */
static bool ends_like_verb(const struct word *word, size_t base)
{
    char last = word->letters[base - 1];
    if (stem_ky_is_vowel(last) || strchr("lnwtrzykg", last) != NULL)
        return true;
    size_t at = base - 1;
    while (at > 0 && !stem_ky_is_vowel(word->letters[at]))
        at--;
    return at == 0 || word->vowels[at] == 0 || (word->letters[at - 1] == word->letters[at] && word->vowels[at - 1] == 0);
}

static bool ends_long(const struct word *word, size_t base)
{
    char last = word->letters[base - 1];
    return base >= 2 && stem_ky_is_vowel(last) && word->letters[base - 2] == last;
}

static bool is_doubled(const struct word *word, size_t base)
{
    char last = word->letters[base - 1];
    return base > 2 && word->letters[base - 2] == last &&
           strchr("tdlnkwc", last) != NULL;
}

/* Reasons by which a suffix that fits is none. */
static bool suffix_allowed(const struct word *word, size_t base,
                           const struct suffix *suffix)
{
    char last = word->letters[base - 1];
    bool vowel = stem_ky_is_vowel(last);
    if ((suffix->after == AFTER_VOWEL && !vowel) ||
        (suffix->after == AFTER_CONSONANT && vowel))
        return false;
    switch (suffix->kind) {
    case KIND_CASE: /* Кыргызстан is not кыргызс + тан */
        if (suffix->text[0] == 'D' && suffix->text[2] == 'n' && last == 's' && base > 3)
            return false;
        break;
    case KIND_AR:
        if (ends_long(word, base))
            return false;
        break;
    case KIND_POSS3: /* -чы after a consonant is a trade */
        if (last == 'c' && base > 2 && !stem_ky_is_vowel(word->letters[base - 2]))
            return false;
        break;
    case KIND_POSS3_VOWEL:
        if ((last == 'u' || last == '7') && base >= 2 &&
            strchr("cgktu7", word->letters[base - 2]) == NULL)
            return false;
        break;
    default:
        break;
    }
    if (suffix->kind > KIND_NOUN_LAST && suffix->kind != KIND_OO &&
        (!ends_like_root(word, base) || !ends_like_verb(word, base)))
        return false;
    return !is_doubled(word, base) || suffix->kind == KIND_CASE ||
           suffix->kind == KIND_OO ||
           suffix->kind == KIND_PLURAL || suffix->kind == KIND_POSS3;
}

static bool has_kind(const struct path *path, enum kind kind)
{
    return (path->kinds >> kind & 1) != 0;
}

static bool has_verb(const struct path *path)
{
    return path->kinds >> (KIND_NOUN_LAST + 1) != 0;
}

static size_t copy(uint8_t *out, struct span text)
{
    memcpy(out, text.data, text.len);
    return text.len;
}

/* Write the base in its one spelling; `out` has room for text.len + 8 bytes. */
static size_t write_stem(uint8_t *out, const struct word *word, size_t base,
                         const struct path *path)
{
    while (base > 1 && (word->letters[base - 1] == '6' || word->letters[base - 1] == '2'))
        base--;
    size_t len = word->ends[base - 1];
    char last = word->letters[base - 1];
    char before = base > 1 ? word->letters[base - 2] : '0';
    uint32_t end = 0; /* written in the last letter's place */
    if (last == 'y' && base < word->count && word->ends[base - 1] < word->ends[base] &&
        (base < 2 || word->ends[base - 1] == word->ends[base - 2]))
        return memcpy(out, word->text.data, len), len + utf8_encode(out + len, 0x439);
    if (last == 'b' && path->depth > 0 && stem_ky_is_vowel(before))
        end = 0x43F;
    if (last == 'g' && stem_ky_is_vowel(before))
        end = 0x43A;
    memcpy(out, word->text.data, len);
    if (end != 0)
        len = len - 2 + utf8_encode(out + len - 2, end);
    if (path->depth > 0 && path->inner->kind == KIND_OO) {
        char vowel = word->vowels[base];
        uint32_t merged = vowel == 'o'                    ? 0x43E
                          : vowel == '8' || vowel == '7'  ? 0x4E9
                          : vowel == 'e' || vowel == 'i' ? 0x435
                                                          : 0x430;
        len += utf8_encode(out + len, merged);
    }
    struct span full = path->depth > 0 ? stem_ky_full(span_of(out, len)) : word->text;
    return path->depth > 0 && full.len > 0 ? copy(out, full) : len;
}

/* The least letters that a stem must have before its innermost suffix. */
static size_t stem_floor(const struct path *path)
{
    bool alone = path->depth == 1;
    switch (path->inner->kind) {
    case KIND_AR:
        return alone ? 4 : 2;
    case KIND_MAK:
        return stem_ky_suffix_letters(path->inner->text) == 3 ? 4 : 2;
    case KIND_QUESTION:
    case KIND_DAY:
        return 4;
    case KIND_PERSON:
        return alone ? 4 : 2;
    case KIND_SA:
    case KIND_Y:
        return alone ? 3 : 2;
    case KIND_LUU:
    case KIND_SIZ:
    case KIND_RAAK:
    case KIND_ISH:
    case KIND_CONVERB:
    case KIND_IMPERATIVE:
        return 3;
    default:
        return path->outer->kind == KIND_CHA ? 3 : 2;
    }
}

/* Two-letter stems: де- and же- of the open ones, vowel + consonant of the others. */
static bool short_stem_stands(const struct word *word)
{
    const char *letters = word->letters;
    if (stem_ky_is_vowel(letters[1]))
        return (letters[0] == 'd' || letters[0] == 'j') && letters[1] == 'e';
    return stem_ky_is_vowel(letters[0]);
}

static bool owner_stands(const struct path *path, size_t base, int *cost)
{
    size_t letters = stem_ky_suffix_letters(path->owner->text);
    const char *text = path->owner->text;
    if (text[letters - 1] == 'z' && text[letters - 3] == 'b')
        *cost += 5;
    if (letters > 2 || has_kind(path, KIND_PLURAL))
        return true;
    if (has_verb(path) && base >= 3 && path->inner != path->owner)
        return true;
    *cost += 12;
    return text[letters - 1] != 'm' && base >= 4;
}

static bool is_root_path(const struct path *path)
{
    uint64_t nouns = ((UINT64_C(1) << (KIND_NOUN_LAST + 1)) - 1) &
                     ~(UINT64_C(1) << KIND_QUESTION | UINT64_C(1) << KIND_PERSON);
    return path->depth > 0 && (path->kinds & nouns) == 0;
}

/* Readings that are possible but seldom meant. */
static int penalty(const struct word *word, size_t base, const struct path *path)
{
    char last = word->letters[base - 1];
    bool alone = path->depth == 1;
    switch (path->inner->kind) {
    case KIND_NEG:
        return alone ? 6 : 0;
    case KIND_AR: /* текшер+ди, not текше+р+ди */
        return !alone && path->outer->kind <= KIND_NOUN_LAST && path->outer->kind != KIND_PERSON && stem_ky_is_vowel(last) ? 25 : 0;
    case KIND_BAS: /* жобо+су, not жо+бос+у */
        return alone ? 0 : 25;
    case KIND_LUU: /* жыгыл+уу, not жыгы+луу */
        return strchr("qiu7", last) != NULL ? 25 : !alone && stem_ky_is_vowel(last) ? 15 : 0;
    case KIND_PLURAL: /* жыгыл+ар+сың */
        return path->outer->kind == KIND_PERSON ? 25 : 0;
    case KIND_IMPERATIVE: /* автобус+ун, not автобу+сун */
        if (path->inner->text[0] == 'G' && path->inner->text[2] == 'n')
            return stem_ky_is_vowel(last) ? 15 : 0; /* салыг+ы+н, not салы+гын */
        return path->inner->text[0] == 's' && strchr("kqiu7", last) != NULL ? 15 : 0;
    default:
        return 0;
    }
}

/* Judge a base; false: it cannot be the stem. */
static bool judge(const struct word *word, size_t base, unsigned slot,
                  const struct path *path, int *cost)
{
    if ((slot & (AT_CASE3 | AT_CASE12 | AT_NIKI)) != 0)
        return false;
    *cost = -10 * (int)(word->count - base);
    uint8_t bytes[255 + 8];
    struct span stem = span_of(bytes, write_stem(bytes, word, base, path));
    if (path->inner->kind <= KIND_NOUN_LAST && stem_ky_is_kept(stem)) { /* of several the longest */
        *cost = -1000 - 10 * (int)base;
        return true;
    }
    if (slot == AT_KI)
        return false;
    if (is_root_path(path) && stem_ky_is_root(stem)) {
        *cost -= 30;
        return true;
    }
    if (has_kind(path, KIND_ROOT) || base < stem_floor(path))
        return false;
    if (base == 2 && !short_stem_stands(word))
        return false;
    if (base == 2)
        *cost += 10;
    if (path->owner != NULL && !owner_stands(path, base, cost))
        return false;
    if (path->depth == 1 && (path->inner->kind == KIND_A ||
                             path->inner->kind == KIND_CASE12))
        return false;
    *cost += penalty(word, base, path);
    return true;
}

static void consider(struct search *search, size_t base, unsigned slot,
                     const struct path *path)
{
    int cost;
    struct best *best = &search->best;
    if (!judge(search->word, base, slot, path, &cost))
        return;
    if (best->found &&
        (cost > best->cost || (cost == best->cost && base >= best->base)))
        return;
    *best = (struct best){cost, base, *path, true};
}

static bool enter(struct search *search, size_t base, unsigned slot)
{
    size_t depth = search->word->count - base;
    if (depth > TAIL_LETTERS || (search->seen[depth] & slot) != 0)
        return false;
    search->seen[depth] |= slot;
    return true;
}

/* Take every suffix that may stand at the end of the base off it. Depth <= DEPTH_MAX. */
static void descend(struct search *search, size_t base, unsigned slot,
                    const struct path *path)
{
    const struct word *word = search->word;
    struct suffix_group group = stem_ky_suffixes(word->letters[base - 1]);
    for (size_t i = 0; i < group.count && path->depth < DEPTH_MAX; i++) {
        const struct suffix *suffix = &group.suffixes[i];
        size_t letters = stem_ky_suffix_letters(suffix->text);
        if ((suffix->from & slot) == 0 || letters + 2 > base)
            continue;
        size_t rest = base - letters;
        if (word->vowels[rest] == 0 || !suffix_fits(word, rest, suffix->text) ||
            !suffix_allowed(word, rest, suffix) || !enter(search, rest, suffix->to))
            continue;
        struct path next = *path;
        next.inner = suffix;
        next.outer = path->depth == 0 ? suffix : path->outer;
        if (suffix->kind == KIND_POSS12 && path->owner == NULL)
            next.owner = suffix;
        next.kinds |= UINT64_C(1) << suffix->kind;
        next.depth++;
        consider(search, rest, suffix->to, &next);
        descend(search, rest, suffix->to, &next);
    }
}

size_t stem_ky(uint8_t *out, struct span text)
{
    if (text.len == 0 || text.len > 255)
        return copy(out, text);
    struct span whole = stem_ky_whole(text);
    if (whole.len > 0)
        return copy(out, whole);
    struct word word;
    word_read(&word, text);
    struct search search = {.word = &word};
    struct path none = {0};
    size_t len = write_stem(out, &word, word.count, &none);
    if (word.count < 4 || stem_ky_is_kept(span_of(out, len)))
        return len;
    descend(&search, word.count, AT_END, &none);
    if (!search.best.found)
        return len;
    return write_stem(out, &word, search.best.base, &search.best.path);
}
