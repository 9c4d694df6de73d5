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

#include "text/stem_ky_letters.h"

/* By the kind of suffix. */
static bool kind_allows(const struct stem_ky_word *word, size_t base,
                        const struct suffix *suffix)
{
    char last = word->letters[base - 1];
    char before = base > 1 ? word->letters[base - 2] : '0';
    switch (suffix->kind) {
    case KIND_CASE: /* Кыргызстан is not кыргызс + тан */
        return last != 's' || base <= 3 || strcmp(suffix->text, "DAn") != 0;
    case KIND_AR:
        return !stem_ky_word_ends_long(word, base);
    case KIND_POSS3: /* -чы after a consonant is a trade */
        return last != 'c' || base <= 2 || stem_ky_is_vowel(before);
    case KIND_POSS3_VOWEL:
        return strchr("u7", last) == NULL || strchr("cgktu7", before) != NULL;
    default:
        return true;
    }
}

bool stem_ky_judge_allows(const struct stem_ky_word *word, size_t base,
                          const struct suffix *suffix)
{
    bool vowel = stem_ky_is_vowel(word->letters[base - 1]);
    if (suffix->after == (vowel ? AFTER_CONSONANT : AFTER_VOWEL) ||
        !kind_allows(word, base, suffix))
        return false;
    switch (suffix->kind) {
    case KIND_CASE:
    case KIND_PLURAL:
    case KIND_POSS3:
    case KIND_OO:
        return true;
    default:
        break;
    }
    if (suffix->kind > KIND_NOUN_LAST && !stem_ky_word_ends_like_verb(word, base))
        return false;
    return !stem_ky_word_ends_doubled(word, base);
}

static bool has_kind(const struct stem_ky_path *path, enum kind kind)
{
    return (path->kinds >> kind & 1) != 0;
}

static bool has_verb(const struct stem_ky_path *path)
{
    return path->kinds >> (KIND_NOUN_LAST + 1) != 0;
}

/* The least letters that a stem must have before its innermost suffix. */
static size_t stem_floor(const struct stem_ky_path *path)
{
    bool alone = path->depth == 1;
    switch (path->inner->kind) {
    case KIND_AR:
        return alone ? 4 : 2;
    case KIND_MAK:
        return path->inner->letters == 3 ? 4 : 2;
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
static bool short_stem_stands(const struct stem_ky_word *word)
{
    const char *letters = word->letters;
    if (stem_ky_is_vowel(letters[1]))
        return (letters[0] == 'd' || letters[0] == 'j') && letters[1] == 'e';
    return stem_ky_is_vowel(letters[0]);
}

/* -ым, -ың and -быз are seldom what they look like: адам, мыйзам, чакырым. */
static bool owner_stands(const struct stem_ky_path *path, size_t base, int *cost)
{
    size_t letters = path->owner->letters;
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

static bool is_root_path(const struct stem_ky_path *path)
{
    uint64_t nouns = ((UINT64_C(1) << (KIND_NOUN_LAST + 1)) - 1) &
                     ~(UINT64_C(1) << KIND_QUESTION | UINT64_C(1) << KIND_PERSON);
    return path->depth > 0 && (path->kinds & nouns) == 0;
}

/* -гын and -сын have likelier readings: салыг+ы+н, автобус+у+н. */
static int command_penalty(const struct suffix *suffix, char last)
{
    if (strcmp(suffix->text, "GIn") == 0)
        return stem_ky_is_vowel(last) ? 15 : 0;
    return suffix->text[0] == 's' && strchr("kqiu7", last) != NULL ? 15 : 0;
}

/* Readings that are possible but seldom meant. */
static int penalty(const struct stem_ky_word *word, size_t base,
                   const struct stem_ky_path *path)
{
    char last = word->letters[base - 1];
    bool vowel = stem_ky_is_vowel(last);
    bool alone = path->depth == 1;
    enum kind outer = (enum kind)path->outer->kind;
    switch (path->inner->kind) {
    case KIND_NEG:
        return alone ? 6 : 0;
    case KIND_AR: /* текшер+ди, not текше+р+ди */
        return vowel && !alone && outer <= KIND_NOUN_LAST && outer != KIND_PERSON ? 25
                                                                                  : 0;
    case KIND_BAS: /* жобо+су, not жо+бос+у */
        return alone ? 0 : 25;
    case KIND_LUU: /* жыгыл+уу, not жыгы+луу */
        if (strchr("qiu7", last) != NULL)
            return 25;
        return vowel && !alone ? 15 : 0;
    case KIND_PLURAL: /* жыгыл+ар+сың */
        return outer == KIND_PERSON ? 25 : 0;
    case KIND_IMPERATIVE:
        return command_penalty(path->inner, last);
    default:
        return 0;
    }
}

/* Can what the rules alone leave be a stem? *cost grows by what speaks against it. */
static bool rules_allow(const struct stem_ky_word *word, size_t base,
                        const struct stem_ky_path *path, int *cost)
{
    uint8_t inner = path->inner->kind;
    if (has_kind(path, KIND_ROOT) || base < stem_floor(path))
        return false;
    if (base == 2 && !short_stem_stands(word))
        return false;
    if (path->depth == 1 && (inner == KIND_A || inner == KIND_CASE12))
        return false;
    *cost += (base == 2 ? 10 : 0) + penalty(word, base, path);
    return path->owner == NULL || owner_stands(path, base, cost);
}

bool stem_ky_judge(const struct stem_ky_word *word, size_t base, struct span stem,
                   unsigned slot, const struct stem_ky_path *path, int *cost)
{
    if (path->inner->kind <= KIND_NOUN_LAST && stem_ky_is_kept(stem)) {
        *cost = -1000 - 10 * (int)base; /* of several the longest */
        return true;
    }
    *cost = -10 * (int)(word->count - base);
    if (slot == AT_KI)
        return false;
    if (is_root_path(path) && stem_ky_is_root(stem)) {
        *cost -= 30;
        return true;
    }
    return rules_allow(word, base, path, cost);
}
