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

/* A suffix and how many letters it has. */
#define T(suffix) suffix, sizeof(suffix) - 1

static const struct suffix ends_low[] = {
    {T("cA"), P_END, AT_CASE, AFTER_ANY, KIND_CHA},
    {T("GA"), OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {T("DA"), OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {T("nA"), OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {T("ndA"), OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {T("A"), P_END, AT_CASE12, AFTER_CONSONANT, KIND_CASE12},
    {T("OO"), AT_NOUN_END, AT_VERB_MERGED, AFTER_ANY, KIND_OO},
    {T("GAncA"), AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {T("GIcA"), AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {T("mAyIncA"), AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {T("BAycA"), AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {T("sA"), Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {T("GIlA"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("A"), AT_END, AT_VERB, AFTER_CONSONANT, KIND_A},
    {T("BA"), OF_COOP, AT_VERB, AFTER_ANY, KIND_NEG},
    {T("A"), P_END, AT_ROOT, AFTER_CONSONANT, KIND_ROOT},
    {T("sA"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {T("AArdA"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {T("BAA"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_high[] = {
    {T("BI"), AT_END, AT_QUESTION, AFTER_ANY, KIND_QUESTION},
    {T("NI"), OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {T("nI"), OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {T("GI"), AT_NOUN_END | AT_CASE3 | AT_CASE12, AT_KI, AFTER_ANY, KIND_KI},
    {T("kI"), AT_END, AT_KI, AFTER_ANY, KIND_KI}, /* бүгүнкү, кийинки */
    {T("NIkI"), P_END | AT_CASE | AT_CASE3 | AT_PLURAL | AT_POSS, AT_NIKI, AFTER_ANY,
     KIND_NIKI},
    {T("sI"), OF_POSS3, AT_POSS, AFTER_VOWEL, KIND_POSS3_VOWEL},
    {T("I"), OF_POSS3, AT_POSS, AFTER_CONSONANT, KIND_POSS3},
    {T("LUU"), AT_NOUN_END | AT_CASE3, AT_MAKER, AFTER_ANY, KIND_LUU},
    {T("UU"), AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_UU},
    {T("UUcU"), AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_UU},
    {T("OOcU"), AT_NOUN_END, AT_VERB_MERGED, AFTER_ANY, KIND_OO},
    {T("mAkcI"), P_END | AT_CASE | AT_CASE3 | AT_POSS, AT_VERB, AFTER_ANY, KIND_MAK},
    {T("cU"), AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_CHU},
    {T("GAnI"), AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {T("GAncAktI"), AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {T("GAlI"), AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {T("DI"), Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {T("GIlAcI"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("AlI"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("ylI"), AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {T("ylIcI"), AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {T("GIsI"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {T("AyIncI"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {T("cI"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_n[] = {
    {T("mIn"), Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {T("NIn"), OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {T("DAn"), OF_CASE, AT_CASE, AFTER_ANY, KIND_CASE},
    {T("nIn"), OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {T("n"), OF_CASE, AT_CASE3, AFTER_VOWEL, KIND_CASE3},
    {T("nAn"), OF_CASE, AT_CASE3, AFTER_ANY, KIND_CASE3},
    {T("An"), P_END, AT_CASE12, AFTER_CONSONANT, KIND_CASE12},
    {T("GAn"), AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_GAN},
    {T("AmIn"), Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {T("ymIn"), Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {T("GIn"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("sIn"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("AyIn"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("yIn"), AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {T("mAktAn"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_r[] = {
    {T("sI5Ar"), Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {T("sIzdAr"), Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {T("DIr"), Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {T("5Ar"), OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {T("5IzdAr"), OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {T("I5Ar"), OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {T("I5IzdAr"), OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {T("LAr"), P_END | AT_CASE | AT_POSS | AT_NIKI, AT_PLURAL, AFTER_ANY, KIND_PLURAL},
    {T("Ar"), AT_NOUN_END, AT_VERB, AFTER_CONSONANT, KIND_AR},
    {T("r"), AT_NOUN_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_AR},
    {T("IptIr"), AT_END | AT_PERSON, AT_VERB, AFTER_CONSONANT, KIND_IP},
    {T("ptIr"), AT_END | AT_PERSON, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IP},
    {T("DI5Ar"), Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {T("DI5IzdAr"), Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {T("sA5Ar"), Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {T("sA5IzdAr"), Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {T("AsI5Ar"), Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {T("AsIzdAr"), Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {T("ysI5Ar"), Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {T("ysIzdAr"), Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {T("I5IzdAr"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("I5Ar"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("5Ar"), AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {T("AAr"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {T("r"), Q_END, AT_ROOT, AFTER_VOWEL, KIND_ROOT},
};

static const struct suffix ends_z[] = {
    {T("sIz"), Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {T("BIz"), Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {T("sIz"), P_END | AT_CASE | AT_POSS | AT_NIKI | AT_PLURAL, AT_MAKER, AFTER_ANY,
     KIND_SIZ},
    {T("bIz"), OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {T("5Iz"), OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {T("IbIz"), OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {T("I5Iz"), OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {T("DI5Iz"), Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {T("sA5Iz"), Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {T("AbIz"), Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {T("AsIz"), Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {T("ybIz"), Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {T("ysIz"), Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {T("I5Iz"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("5Iz"), AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
};

static const struct suffix ends_ng[] = {
    {T("sI5"), Q_END, AT_PERSON, AFTER_ANY, KIND_PERSON},
    {T("5"), OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {T("I5"), OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {T("DI5"), Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {T("sA5"), Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {T("AsI5"), Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {T("ysI5"), Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {T("GI5"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_m[] = {
    {T("m"), OF_POSS12, AT_POSS, AFTER_VOWEL, KIND_POSS12},
    {T("Im"), OF_POSS12, AT_POSS, AFTER_CONSONANT, KIND_POSS12},
    {T("DIm"), Q_END, AT_VERB, AFTER_ANY, KIND_DI},
    {T("sAm"), Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {T("ym"), Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {T("Am"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {T("m"), Q_END, AT_ROOT, AFTER_VOWEL, KIND_ROOT},
    {T("GIm"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {T("BAm"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_y[] = {
    {T("DAy"), P_END, AT_CASE, AFTER_ANY, KIND_DAY},
    {T("y"), AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_Y},
    {T("GIdAy"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
    {T("GAndAy"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_k[] = {
    {T("rAAk"), AT_NOUN_END, AT_MAKER, AFTER_VOWEL, KIND_RAAK},
    {T("IrAAk"), AT_NOUN_END, AT_MAKER, AFTER_CONSONANT, KIND_RAAK},
    {T("mAk"), P_END | AT_CASE | AT_CASE3 | AT_POSS, AT_VERB, AFTER_ANY, KIND_MAK},
    {T("GAndIk"), AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_GAN},
    {T("GAlAk"), AT_END, AT_VERB, AFTER_ANY, KIND_CONVERB},
    {T("sAk"), Q_END, AT_VERB, AFTER_ANY, KIND_SA},
    {T("AlIk"), AT_END, AT_VERB, AFTER_ANY, KIND_IMPERATIVE},
    {T("ylIk"), AT_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IMPERATIVE},
    {T("DIk"), Q_END, AT_ROOT, AFTER_ANY, KIND_ROOT},
};

static const struct suffix ends_t[] = {
    {T("At"), Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {T("IwAt"), Q_END, AT_VERB, AFTER_CONSONANT, KIND_PRESENT},
    {T("yt"), Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
    {T("wAt"), Q_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_PRESENT},
};

static const struct suffix ends_p[] = {
    {T("Ip"), P_END, AT_VERB, AFTER_CONSONANT, KIND_IP},
    {T("p"), P_END, AT_VERB_VOWEL, AFTER_VOWEL, KIND_IP},
};

static const struct suffix ends_s[] = {
    {T("BAs"), AT_NOUN_END, AT_VERB, AFTER_ANY, KIND_BAS},
};

static const struct suffix ends_sh[] = {
    {T("Iw"), AT_POSS | AT_CASE3 | AT_NIKI | AT_CASE, AT_VERB, AFTER_CONSONANT,
     KIND_ISH},
    {T("w"), AT_POSS | AT_CASE3 | AT_NIKI, AT_VERB_VOWEL, AFTER_VOWEL, KIND_ISH},
    {T("Iw"), OF_COOP, AT_VERB, AFTER_CONSONANT, KIND_COOP},
    {T("w"), AT_VERB, AT_VERB_VOWEL, AFTER_VOWEL, KIND_COOP},
};

#define GROUP(table)                                                                   \
    (struct suffix_group)                                                              \
    {                                                                                  \
        table, sizeof table / sizeof table[0]                                          \
    }

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
