/* stem_ky_word.c - a word as the Kyrgyz stemmer sees it: letters, harmony, endings.
 *
 *   after      low vowel A  high vowel I      first consonant after   v   р й  voiced  t
 *   а ы (я)    а            ы                 L                       л   л    д       т
 *   е э и      е            и                 N                       н   д    д       т
 *   о          о            у                 D                       д   д    д       т
 *   у (ю)      а            у                 G                       г   г    г       к
 *   ө ү        ө            ү                 B                       б   б    б       п
 *
 * v: a vowel; t: one of к п с т ч ш ф х ц щ. ь and ъ are not heard.
 */
#include "text/stem_ky_word.h"

#include "text/stem_ky_letters.h"
#include "text/utf8.h"

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

/* The sound that decides a suffix's first consonant: v vowel, r (р й), s voiced, t. */
static char sound_of(char letter, char before)
{
    if (stem_ky_is_vowel(letter))
        return 'v';
    switch (letter) {
    case 'r':
    case 'y':
        return 'r';
    case '6': /* ь, ъ */
    case '2':
        return before;
    default:
        return strchr("pkstcwfh1x", letter) != NULL ? 't' : 's';
    }
}

static void add_letter(struct stem_ky_word *word, char letter, size_t end)
{
    size_t n = word->count++;
    word->letters[n] = letter;
    word->ends[n] = (uint16_t)end;
    char vowel = stem_ky_vowel(letter);
    word->sounds[n + 1] = sound_of(letter, word->sounds[n]);
    word->vowels[n + 1] = vowel != 0 ? vowel : word->vowels[n];
}

/* я ю е after a vowel are й and the vowel: коюу is кой + уу. */
static char glide_vowel(char letter)
{
    return letter == '9' ? 'a' : letter == '4' ? 'u' : letter == 'e' ? 'e' : 0;
}

void stem_ky_word_read(struct stem_ky_word *word, struct span text)
{
    word->text = text;
    word->count = 0;
    word->vowels[0] = 0;
    word->sounds[0] = 's';
    word->rounded_front = false;
    for (size_t off = 0; off < text.len;) {
        size_t start = off;
        char letter = stem_ky_letter(utf8_next(text, &off));
        char glide = glide_vowel(letter);
        if (glide != 0 && word->count > 0 &&
            stem_ky_is_vowel(word->letters[word->count - 1])) {
            add_letter(word, 'y', start);
            letter = glide;
        }
        if (letter == '8' || letter == '7' || letter == '5')
            word->rounded_front = true;
        add_letter(word, letter, off);
    }
}

/* What an archiphoneme is after a sound; 0 when it is none that changes so. */
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
    case 'B':
        return sound == 't' ? 'p' : 'b';
    default:
        return 0;
    }
}

/* Does a vowel as written stand for the one that harmony wants? People type о у for
 * ө ү; a word with one of ө ү ң in it is spelt in full. */
static bool vowel_fits(const struct stem_ky_word *word, char wanted, char written)
{
    if (wanted == written)
        return true;
    if (word->rounded_front)
        return false;
    return (wanted == '8' && written == 'o') || (wanted == '7' && written == 'u');
}

/* Does a vowel as written stand for the archiphoneme `wanted`? Not one: is it itself?
 */
static bool letter_fits(const struct stem_ky_word *word, char wanted, char vowel,
                        char written, bool polite)
{
    bool back = is_back(vowel);
    switch (wanted) {
    case 'A':
        return vowel_fits(word, low_after(vowel), written) ||
               (vowel == 'u' && written == 'o' && !word->rounded_front);
    case 'I':
        return vowel_fits(word, high_after(vowel), written);
    case 'U':
        return vowel_fits(word, back ? 'u' : '7', written);
    case 'O':
        return vowel_fits(word, back ? 'o' : '8', written);
    case '5': /* -ңыз may be typed -ныз; but -ын and -нар are others' */
        return written == '5' || (written == 'n' && polite && !word->rounded_front);
    default:
        return wanted == written;
    }
}

bool stem_ky_word_fits(const struct stem_ky_word *word, size_t base,
                       const struct suffix *suffix)
{
    const char *wanted = suffix->text;
    const char *written = word->letters + base;
    char vowel = word->vowels[base];
    char first = first_consonant(wanted[0], word->sounds[base]);
    if (first != 0 && first != written[0])
        return false;
    for (size_t at = first != 0; at < suffix->letters; at++) {
        if (!letter_fits(word, wanted[at], vowel, written[at], wanted[at + 1] == 'I'))
            return false;
        char heard = stem_ky_vowel(written[at]);
        vowel = heard != 0 ? heard : vowel;
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
static bool ends_like_root(const struct stem_ky_word *word, size_t base)
{
    char first = word->letters[base - 2];
    char second = word->letters[base - 1];
    if (stem_ky_is_vowel(first) || stem_ky_is_vowel(second))
        return true;
    return pair_in("nt nc nk lt rt lk rk yt rs rc yk st wt lp rp ", first, second);
}

/* Verb stems of several syllables end in a vowel or in a voice suffix's consonant. */
static bool ends_like_voice(const struct stem_ky_word *word, size_t base)
{
    char last = word->letters[base - 1];
    if (stem_ky_is_vowel(last) || strchr("lnwtrzykg", last) != NULL)
        return true;
    size_t at = base - 1;
    while (at > 0 && !stem_ky_is_vowel(word->letters[at]))
        at--;
    return at == 0 || word->vowels[at] == 0 ||
           (word->letters[at - 1] == word->letters[at] && word->vowels[at - 1] == 0);
}

bool stem_ky_word_ends_long(const struct stem_ky_word *word, size_t base)
{
    char last = word->letters[base - 1];
    return base >= 2 && stem_ky_is_vowel(last) && word->letters[base - 2] == last;
}

bool stem_ky_word_ends_doubled(const struct stem_ky_word *word, size_t base)
{
    char last = word->letters[base - 1];
    return base > 2 && word->letters[base - 2] == last &&
           strchr("tdlnkwc", last) != NULL;
}

bool stem_ky_word_ends_like_verb(const struct stem_ky_word *word, size_t base)
{
    return base < 2 || (ends_like_root(word, base) && ends_like_voice(word, base));
}
