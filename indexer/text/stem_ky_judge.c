/* stem_ky_judge.c - which way of taking suffixes off a Kyrgyz word is the likely one.
 *
 *   cost = -10 a letter taken off     the longest strip wins, but
 *          -30 for a listed verb root with verb endings only
 *        -1000 for a listed stem, and of several the longest
 *          +n  for readings that are possible and seldom meant (penalty)
 *
 * and some bases cannot be stems at all: too short before this suffix, or an ending
 * without the one that it needs (-нда without -сы).
 */
#include "text/stem_ky_judge.h"

/* By the kind of suffix. */
static bool kind_allows(const struct stem_ky_word *word, size_t base, unsigned kind)
{
    char last = word->letters[base - 1];
    char before = base > 1 ? word->letters[base - 2] : '0';
    switch (kind) {
    case KIND_ABLATIVE: /* Кыргызстан is not кыргызс + тан, курстан is курс + тан */
        return last != 's' || stem_ky_is_vowel(before) ||
               (stem_ky_word_list(word, base) & WORD_STEM) != 0;
    case KIND_AR:
        return !stem_ky_word_ends_long(word, base);
    case KIND_OWNER_3: /* -чы after a consonant is a trade */
        return last != 'c' || base <= 2 || stem_ky_is_vowel(before);
    case KIND_OWNER_3_VOWEL:
        return last != 'u' || strchr("cgktu", before) != NULL;
    default:
        return true;
    }
}

bool stem_ky_judge_allows(const struct stem_ky_word *word, size_t base, unsigned kind)
{
    if (!kind_allows(word, base, kind))
        return false;
    switch (kind) {
    case KIND_CASE:
    case KIND_ABLATIVE:
    case KIND_PLURAL:
    case KIND_OWNER_3:
    case KIND_OO:
        return true;
    default:
        break;
    }
    if (kind > KIND_NOUN_LAST && !stem_ky_word_ends_like_verb(word, base))
        return false;
    return !stem_ky_word_ends_doubled(word, base);
}

/* Two-letter stems: де- and же- of the open ones, vowel + consonant of the others. */
static bool short_stem_stands(const struct stem_ky_word *word)
{
    const char *letters = word->letters;
    if (stem_ky_is_vowel(letters[1]))
        return (letters[0] == 'd' || letters[0] == 'j') && letters[1] == 'e';
    return stem_ky_is_vowel(letters[0]);
}

/* жыгыл+уу, not жыгы+луу */
static int penalty_of_luu(char last, bool alone)
{
    if (strchr("qiu", last) != NULL)
        return 25;
    return stem_ky_is_vowel(last) && !alone ? 15 : 0;
}

/* Readings that are possible but seldom meant. */
static int penalty(const struct stem_ky_word *word, const struct stem_ky_path *path)
{
    char last = word->letters[path->base - 1];
    bool vowel = stem_ky_is_vowel(last);
    unsigned outer = path->outer->kind;
    switch (path->inner->kind) {
    case KIND_NEG:
        return path->alone ? 6 : 0;
    case KIND_AR: /* текшер+ди, not текше+р+ди */
        return vowel && !path->alone && path->noun ? 25 : 0;
    case KIND_BAS: /* жобо+су, not жо+бос+у */
        return path->alone ? 0 : 25;
    case KIND_LUU:
        return penalty_of_luu(last, path->alone);
    case KIND_PLURAL: /* жыгыл+ар+сың */
        return outer == KIND_PERSON ? 25 : 0;
    case KIND_COMMAND_GIN: /* салыг+ы+н */
        return vowel ? 15 : 0;
    case KIND_COMMAND_SIN: /* автобус+у+н */
        return strchr("kqiu", last) != NULL ? 15 : 0;
    default:
        return 0;
    }
}

static bool has_one_syllable(const struct stem_ky_word *word, size_t base)
{
    unsigned vowels = 0;
    for (size_t i = 0; i < base && vowels < 2; i++)
        vowels += stem_ky_is_vowel(word->letters[i]);
    return vowels < 2;
}

/* Roots of one syllable are listed, near enough all: another one is none, behind an ending
 * that nouns may have as well, and seldom one behind the rest. */
static bool short_root_stands(unsigned kind, int *cost)
{
    switch (kind) {
    case KIND_GAN:
    case KIND_UU:
    case KIND_OO:
    case KIND_DI:
    case KIND_CHU:
    case KIND_CONVERB:
    case KIND_IP:
        *cost += 10;
        return true;
    default:
        return false;
    }
}

/* A verb made of a noun with -ла: тазала, эсепте, жалда. */
static bool ends_in_la(const struct stem_ky_word *word, size_t base)
{
    char last = word->letters[base - 1];
    return base >= 4 && (last == 'a' || last == 'e' || last == 'o') &&
           strchr("ldt", word->letters[base - 2]) != NULL;
}

/* A verb in a voice: айтыл, көрүн, жазыш, билдир. */
static bool ends_in_voice(const struct stem_ky_word *word, size_t base)
{
    return base >= 4 && strchr("lnwr", word->letters[base - 1]) != NULL &&
           strchr("qiu", word->letters[base - 2]) != NULL;
}

/* Endings that much else ends in want a verb stem that looks like one. */
static bool long_root_stands(const struct stem_ky_word *word, size_t base,
                             unsigned kind, bool alone)
{
    bool vowel = stem_ky_is_vowel(word->letters[base - 1]);
    switch (kind) {
    case KIND_A:
        return !alone || ends_in_voice(word, base);
    case KIND_COOP:
        return !vowel && ends_in_voice(word, base);
    case KIND_Y:
    case KIND_SA:
        return vowel ? ends_in_la(word, base) : base >= 5;
    case KIND_AR:
        return vowel ? ends_in_la(word, base) : base >= 4;
    case KIND_ISH:
        return ends_in_voice(word, base);
    default:
        return true;
    }
}

/* The list's word on a stem with these endings. */
static unsigned list_of(const struct stem_ky_word *word,
                        const struct stem_ky_path *path)
{
    if (path->slot == SLOT_VERB_MERGED) {
        unsigned with_o = stem_ky_word_list_with(word, path->base, 'o');
        return with_o | stem_ky_word_list_with(word, path->base, '8') |
               stem_ky_word_list_with(word, path->base, 'a') |
               stem_ky_word_list_with(word, path->base, 'e');
    }
    return stem_ky_word_list(word, path->base);
}

static bool verb_stands(const struct stem_ky_word *word,
                        const struct stem_ky_path *path, int *cost)
{
    unsigned kind = path->inner->kind;
    if (kind <= KIND_NOUN_LAST)
        return true;
    if (kind != KIND_GAN && kind != KIND_UU && kind != KIND_OO &&
        list_of(word, path) == WORD_STEM) /* кары+п, not the кар of snow */
        return false;
    if (has_one_syllable(word, path->base))
        return short_root_stands(kind, cost);
    return long_root_stands(word, path->base, kind, path->alone);
}

/* Can what the rules alone leave be a stem? *cost grows by what speaks against it. */
static bool rules_allow(const struct stem_ky_word *word,
                        const struct stem_ky_path *path, int *cost)
{
    const struct stem_ky_rule *inner = path->inner;
    if (path->base < (path->alone ? inner->alone : inner->least))
        return false;
    if (word->count < 4 || (path->base == 2 && !short_stem_stands(word)))
        return false;
    if (!verb_stands(word, path, cost))
        return false;
    switch (inner->kind) {
    case KIND_ROOT:
    case KIND_KI:
    case KIND_LIK:
        return false;
    case KIND_PERSON:
        return !path->alone;
    case KIND_OWNER_SHORT: /* адам, мыйзам, чакырым */
        if (path->base < 4 || (path->alone && inner->name[11] != '2'))
            return false;
        *cost += 12;
        break;
    default:
        break;
    }
    *cost += (path->base == 2 ? 10 : 0) + penalty(word, path);
    return true;
}

/* Is what is left listed, as a word that may bear these endings? */
static bool is_listed(const struct stem_ky_word *word, const struct stem_ky_path *path)
{
    unsigned list = list_of(word, path);
    if (path->inner->kind == KIND_PERSON && path->slot == SLOT_KIND &&
        (list & WORD_ROOT) != 0) /* алдыр: a voice of ал */
        return false;
    if (path->inner->kind > KIND_NOUN_LAST)
        return (list & WORD_ROOT) != 0;
    return (list & WORD_STEM) != 0 ||
           ((list & WORD_FULL) != 0 && stem_ky_is_vowel(path->next));
}

bool stem_ky_judge(const struct stem_ky_word *word, const struct stem_ky_path *path,
                   int *cost, bool *listed)
{
    *listed = is_listed(word, path);
    if (*listed) { /* of several the longest */
        *cost = path->cost - 1000 - 10 * (int)path->base;
        if (path->outer->kind == KIND_PERSON &&
            path->inner->kind <= KIND_NOUN_LAST) /* жаз+абыз, not жаза+быз */
            *cost += 15;
        return true;
    }
    *cost = path->cost - 10 * (int)(word->count - path->base);
    return rules_allow(word, path, cost);
}
