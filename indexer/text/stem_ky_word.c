/* stem_ky_word.c - a word as the Kyrgyz stemmer sees it: letters, sounds, what is listed.
 *
 *   text     к о ю у л а р        bytes
 *   letters  к о й у у л а р      ю after a vowel is й and у
 *   list     k-o-y                nodes of the trie of words, as far as they go
 */
#include "text/stem_ky_word.h"

#include "text/utf8.h"

static void add_letter(struct stem_ky_word *word, char letter, size_t end)
{
    size_t n = word->count++;
    uint8_t vowel = stem_ky_vowel(letter);
    uint8_t sound = stem_ky_sound(letter);
    word->letters[n] = stem_ky_plain(letter);
    word->spelt[n] = letter;
    word->ends[n + 1] = (uint8_t)end;
    word->sounds[n + 1] = sound != 0 ? sound : word->sounds[n];
    word->vowels[n + 1] = vowel != 0 ? vowel : word->vowels[n];
}

static void read_list(struct stem_ky_word *word)
{
    unsigned node = 0;
    size_t n = 0;
    word->nodes[0] = 0;
    while (n < word->count &&
           (node = stem_ky_child(stem_ky_words, node, word->spelt[n])) != 0)
        word->nodes[++n] = (uint16_t)node;
    word->listed = n;
}

void stem_ky_word_read(struct stem_ky_word *word, struct span text)
{
    word->text = text;
    word->count = 0;
    word->vowels[0] = 0;
    word->sounds[0] = SOUND_VOICED;
    word->ends[0] = 0;
    word->rounded_front = false;
    for (size_t off = 0; off < text.len;) {
        size_t start = off;
        char letter = stem_ky_letter(utf8_next(text, &off));
        char glide = stem_ky_glide(letter);
        if (glide != 0 && word->count > 0 &&
            stem_ky_is_vowel(word->letters[word->count - 1])) {
            add_letter(word, 'y', start);
            letter = glide;
        }
        if (letter == '8' || letter == '7' || letter == '5')
            word->rounded_front = true;
        add_letter(word, letter, off);
    }
    read_list(word);
}

static unsigned bits_of(const struct stem_ky_word *word, unsigned node)
{
    unsigned bits = stem_ky_words[node].count;
    if (!word->rounded_front)
        bits |= bits / WORD_PLAIN;
    return bits % WORD_PLAIN;
}

unsigned stem_ky_word_list(const struct stem_ky_word *word, size_t n)
{
    return n > word->listed ? 0 : bits_of(word, word->nodes[n]);
}

unsigned stem_ky_word_list_with(const struct stem_ky_word *word, size_t n, char vowel)
{
    if (n > word->listed)
        return 0;
    unsigned node = stem_ky_child(stem_ky_words, word->nodes[n], vowel);
    return node == 0 ? 0 : bits_of(word, node);
}

struct span stem_ky_word_target(const struct stem_ky_word *word, size_t n)
{
    unsigned value = stem_ky_words[word->nodes[n]].value;
    const struct stem_ky_target *target = &stem_ky_targets[value];
    return span_text(word->rounded_front ? target->full : target->plain);
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
