/* stem_ky_table.c - the suffixes of the Kyrgyz stemmer, grouped by their last letter.
 *
 *   stem  [voice]  [negation]  [tense, participle]  [plural] [possessive] [case]
 *         [-дагы -ныкы -луу -сыз -дай -ча]  [person]  [question]
 *                                             <----- taken off in this direction
 */
#include "text/stem_ky_table.h"

#define Q_END (AT_END | AT_QUESTION)
#define P_END (AT_END | AT_QUESTION | AT_PERSON)
#define OF_CASE (P_END | AT_KI)
#define OF_POSS3 (P_END | AT_CASE | AT_CASE3 | AT_NIKI)
#define OF_POSS12 (P_END | AT_CASE | AT_CASE12 | AT_NIKI)
#define OF_COOP (AT_VERB | AT_VERB_VOWEL)

static const struct suffix ends_low[] = {
    {"cA", P_END, AT_CASE, AFTER_ANY, KIND_CHA},
    {"GA", OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {"DA", OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {"nA", OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {"ndA", OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {"A", P_END, AT_CASE12, AFTER_CONSONANT, KIND_CASE12},
    {"O", AT_NOUN_END, AT_VERB_MERGED, AFTER_ANY, KIND_OO},
    {"GAncA", AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {"GIcA", AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {"mAyIncA", AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {"BAycA", AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {"sA", Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {"GIlA", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"A", AT_END, AT_VERB, AFTER_CONSONANT, KIND_A},
    {"BA", OF_COOP, AT_VERB, AFTER_ANY, KIND_NEG},
    {"A", P_END, AT_ROOT, AFTER_CONSONANT, KIND_ROOT},
    {"sA", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {"AArdA", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {"BAA", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_high[] = {
    {"BI", AT_END, AT_QUESTION, AFTER_ANY, KIND_QUESTION},
    {"NI", OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {"nI", OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {"GI", AT_NOUN_END | AT_CASE3 | AT_CASE12, AT_KI, AFTER_ANY, KIND_KI},
    {"kI", AT_END, AT_KI, AFTER_ANY, KIND_KI}, /* бүгүнкү, кийинки */
    {"NIkI", P_END | AT_CASE | AT_CASE3 | AT_PLURAL | AT_POSS, AT_NIKI, AFTER_ANY,
     KIND_NIKI},
    {"sI", OF_POSS3, AT_POSS, AFTER_VOWEL, KIND_POSS3_VOWEL},
    {"I", OF_POSS3, AT_POSS, AFTER_CONSONANT, KIND_POSS3},
    {"LU", AT_NOUN_END | AT_CASE3, AT_MAKER, AFTER_ANY, KIND_LUU},
    {"U", AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_UU},
    {"UcW", AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_UU},
    {"OcW", AT_NOUN_END, AT_VERB_MERGED, AFTER_ANY, KIND_OO},
    {"mAkcI", P_END | AT_CASE | AT_CASE3 | AT_POSS, AT_VERB, AFTER_ANY, KIND_MAK},
    {"cW", AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_CHU},
    {"GAnI", AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {"GAncAktI", AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {"GAlI", AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {"DI", Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {"GIlAcI", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"AlI", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"ylI", AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {"ylIcI", AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {"GIsI", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {"AyIncI", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {"cI", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_n[] = {
    {"mIn", Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {"NIn", OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {"DAn", OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {"nIn", OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {"n", OF_CASE, AT_CASE3, AFTER_VOWEL, KIND_CASE3},
    {"nAn", OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {"An", P_END, AT_CASE12, AFTER_CONSONANT, KIND_CASE12},
    {"GAn", AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_GAN},
    {"AmIn", Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {"ymIn", Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {"GIn", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"sIn", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"AyIn", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"yIn", AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {"mAktAn", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_r[] = {
    {"sI5Ar", Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {"sIzdAr", Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {"DIr", Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {"5Ar", OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {"5IzdAr", OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {"I5Ar", OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {"I5IzdAr", OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {"LAr", P_END | AT_CASE | AT_POSS | AT_NIKI, AT_PLURAL, AFTER_ANY, KIND_PLURAL},
    {"Ar", AT_NOUN_END, AT_VERB, AFTER_CONSONANT, KIND_AR},
    {"r", AT_NOUN_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_AR},
    {"IptIr", AT_END | AT_PERSON, AT_VERB, AFTER_CONSONANT, KIND_IP},
    {"ptIr", AT_END | AT_PERSON, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IP},
    {"DI5Ar", Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {"DI5IzdAr", Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {"sA5Ar", Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {"sA5IzdAr", Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {"AsI5Ar", Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {"AsIzdAr", Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {"ysI5Ar", Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {"ysIzdAr", Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {"I5IzdAr", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"I5Ar", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"5Ar", AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {"AAr", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {"r", Q_END, AT_ROOT, AFTER_VOWEL, KIND_ROOT},
};

static const struct suffix ends_z[] = {
    {"sIz", Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {"BIz", Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {"sIz", P_END | AT_CASE | AT_POSS | AT_NIKI | AT_PLURAL, AT_MAKER, AFTER_ANY,
     KIND_SIZ},
    {"bIz", OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {"5Iz", OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {"IbIz", OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {"I5Iz", OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {"DI5Iz", Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {"sA5Iz", Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {"AbIz", Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {"AsIz", Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {"ybIz", Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {"ysIz", Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {"I5Iz", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"5Iz", AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
};

static const struct suffix ends_ng[] = {
    {"sI5", Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {"5", OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {"I5", OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {"DI5", Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {"sA5", Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {"AsI5", Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {"ysI5", Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {"GI5", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_m[] = {
    {"m", OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {"Im", OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {"DIm", Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {"sAm", Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {"ym", Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {"Am", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {"m", Q_END, AT_ROOT, AFTER_VOWEL, KIND_ROOT},
    {"GIm", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {"BAm", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_y[] = {
    {"DAy", P_END, AT_CASE, AFTER_ANY, KIND_DAY},
    {"y", AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_Y},
    {"GIdAy", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {"GAndAy", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_k[] = {
    {"rAAk", AT_NOUN_END, AT_MAKER, AFTER_VOWEL, KIND_RAAK},
    {"IrAAk", AT_NOUN_END, AT_MAKER, AFTER_CONSONANT, KIND_RAAK},
    {"mAk", P_END | AT_CASE | AT_CASE3 | AT_POSS, AT_VERB, AFTER_ANY, KIND_MAK},
    {"GAndIk", AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_GAN},
    {"GAlAk", AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {"sAk", Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {"AlIk", AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {"ylIk", AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {"DIk", Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_t[] = {
    {"At", Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {"IwAt", Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {"yt", Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {"wAt", Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
};

static const struct suffix ends_p[] = {
    {"Ip", P_END, AT_VERB, AFTER_CONSONANT, KIND_IP},
    {"p", P_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IP},
};

static const struct suffix ends_s[] = {
    {"BAs", AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_BAS},
};

static const struct suffix ends_sh[] = {
    {"Iw", AT_POSS | AT_CASE3 | AT_NIKI | AT_CASE, AT_VERB, AFTER_CONSONANT, KIND_ISH},
    {"w", AT_POSS | AT_CASE3 | AT_NIKI, AT_VERB_VOWEL, AFTER_VOWEL, KIND_ISH},
    {"Iw", OF_COOP, AT_VERB, AFTER_CONSONANT, KIND_COOP},
    {"w", AT_VERB, AT_VERB_VOWEL, AFTER_VOWEL, KIND_COOP},
};

#define GROUP(table)                                                                     \
    (struct suffix_group) { table, sizeof table / sizeof table[0] }

static struct suffix_group consonant_group(char last)
{
    switch (last) {
    case 'n':
        return GROUP(ends_n);
    case 'r':
        return GROUP(ends_r);
    case 'z':
        return GROUP(ends_z);
    case '5':
        return GROUP(ends_ng);
    case 'm':
        return GROUP(ends_m);
    case 'y':
        return GROUP(ends_y);
    case 'k':
        return GROUP(ends_k);
    case 't':
        return GROUP(ends_t);
    case 'p':
        return GROUP(ends_p);
    case 's':
        return GROUP(ends_s);
    case 'w':
        return GROUP(ends_sh);
    default:
        return (struct suffix_group){NULL, 0};
    }
}

struct suffix_group stem_ky_suffixes(char last)
{
    switch (last) {
    case 'a':
    case 'e':
    case 'o':
    case '8':
        return GROUP(ends_low);
    case 'q':
    case 'i':
    case 'u':
    case '7':
        return GROUP(ends_high);
    default:
        return consonant_group(last);
    }
}
