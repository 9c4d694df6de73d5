/* stem_ky_spell_make.c - the spellings of words and suffixes, for stem_ky_make.c.
 *
 *   LAр   --harmony, assimilation-->  лар лер лор дар дер дор тар тер тор
 *         each with the vowels and sounds before which it stands
 *   сIң   сың сиң суң сүң, and with н for ң сын: as typed in words without ө ү ң
 */
#include "text/stem_ky_spell_make.h"

#include <string.h>

#include "text/stem_ky_letters.h"

struct form forms[FORMS_MAX];
unsigned form_count;

/* --- letters ----------------------------------------------------------------------- */

/* One code point; the file holds Cyrillic and ASCII only. */
static uint32_t next_code(const char **text, const char *word)
{
    unsigned char first = (unsigned char)*(*text)++;
    if (first < 0x80)
        return first;
    unsigned char second = (unsigned char)**text;
    if ((first & 0xE0) != 0xC0 || (second & 0xC0) != 0x80)
        stop("not a Cyrillic letter", word);
    (*text)++;
    return (uint32_t)(first & 0x1F) << 6 | (second & 0x3F);
}

/* A letter, or a template's capital or sign as it is. */
static char read_letter(const char **text, const char *word, const char *signs)
{
    uint32_t code = next_code(text, word);
    if (code < 0x80 && strchr(signs, (int)code) != NULL)
        return (char)code;
    char letter = stem_ky_letter(code);
    if (letter == '0')
        stop("not a small Kyrgyz letter", word);
    return letter;
}

void read_word(char out[LETTERS_MAX], const char *word)
{
    size_t count = 0;
    for (const char *at = word; *at != '\0';) {
        char letter = read_letter(&at, word, "");
        char glide = stem_ky_glide(letter);
        if (count + 2 >= LETTERS_MAX)
            stop("too long", word);
        if (glide != 0 && count > 0 && stem_ky_is_vowel(out[count - 1])) {
            out[count++] = 'y';
            letter = glide;
        }
        out[count++] = letter;
    }
    out[count] = '\0';
}

/* --- suffixes ---------------------------------------------------------------------- */

static char high_after(uint8_t vowel)
{
    return vowel == VOWEL_O || vowel == VOWEL_U   ? 'u'
           : vowel == VOWEL_E || vowel == VOWEL_I ? 'i'
                                                  : 'q';
}

/* ө and ү are о and у here, so у leaves two: кул-га, күл-гө. */
static char low_after(uint8_t vowel, bool front)
{
    return vowel == VOWEL_O || (vowel == VOWEL_U && front) ? 'o'
           : vowel == VOWEL_E || vowel == VOWEL_I          ? 'e'
                                                           : 'a';
}

static char consonant_after(char archi, uint8_t sound)
{
    bool hard = sound == SOUND_VOICELESS;
    switch (archi) {
    case 'L':
        return hard ? 't' : sound == SOUND_VOICED ? 'd' : 'l';
    case 'N':
        return hard ? 't' : sound == SOUND_VOWEL ? 'n' : 'd';
    case 'D':
        return hard ? 't' : 'd';
    case 'G':
        return hard ? 'k' : 'g';
    case 'B':
        return hard ? 'p' : 'b';
    default:
        return archi;
    }
}

/* A letter of a template; ее is spelt ээ. */
static char letter_of(const char *template, char before, uint8_t vowel, bool front)
{
    char letter = *template;
    switch (letter) {
    case 'A':
        letter = low_after(vowel, front);
        return letter == 'e' && (template[1] == 'A' || before == '3') ? '3' : letter;
    case 'I':
        return high_after(vowel);
    case 'U':
        return 'u';
    case 'O':
        return 'o';
    default:
        return letter;
    }
}

/* Spell a template behind a base that ends in this vowel and sound. */
static void spell(char out[LETTERS_MAX], const char *template, uint8_t vowel,
                  uint8_t sound, bool front)
{
    size_t count = 0;
    for (; *template != '\0'; template ++) {
        char before = count == 0 ? '0' : out[count - 1];
        char letter = letter_of(template, before, vowel, front);
        letter = consonant_after(letter, count == 0 ? sound : SOUND_VOICED);
        out[count++] = letter;
        if (stem_ky_is_vowel(letter)) {
            vowel = stem_ky_vowel(letter);
            front = front && (vowel == VOWEL_O || vowel == VOWEL_U);
        }
    }
    out[count] = '\0';
}

static void reverse(char *text)
{
    size_t count = strlen(text);
    for (size_t i = 0; i < count / 2; i++) {
        char letter = text[i];
        text[i] = text[count - 1 - i];
        text[count - 1 - i] = letter;
    }
}

static void add_form(unsigned rule, const char *text, uint8_t vowel, uint8_t sound,
                     bool plain)
{
    char turned[LETTERS_MAX] = "";
    memcpy(turned, text, strlen(text) + 1);
    reverse(turned);
    for (unsigned i = 0; i < form_count; i++) {
        struct stem_ky_form *form = &forms[i].form;
        if (form->rule == rule && form->plain == plain &&
            strcmp(forms[i].text, turned) == 0) {
            form->vowels |= vowel;
            form->sounds |= sound;
            return;
        }
    }
    if (form_count == FORMS_MAX)
        stop("too many spellings", text);
    struct form *made = &forms[form_count++];
    memcpy(made->text, turned, sizeof turned);
    made->form = (struct stem_ky_form){(uint8_t)rule, (uint8_t)strlen(text), vowel,
                                       sound, plain};
}

static void add_spelling(unsigned rule, const char *template, uint8_t vowel,
                         uint8_t sound, bool front)
{
    char text[LETTERS_MAX];
    spell(text, template, vowel, sound, front);
    add_form(rule, text, vowel, sound, false);
    char *sign = strchr(text, '5');
    if (sign == NULL)
        return;
    for (; *sign != '\0'; sign++)
        *sign = *sign == '5' ? 'n' : *sign;
    add_form(rule, text, vowel, sound, true);
}

/* All spellings of a template behind bases of these sounds. */
static void expand(unsigned rule, const char *template, unsigned sounds)
{
    for (uint8_t vowel = VOWEL_A; vowel <= VOWEL_I; vowel = (uint8_t)(vowel << 1)) {
        for (uint8_t sound = SOUND_VOWEL; sound <= SOUND_VOICELESS;
             sound = (uint8_t)(sound << 1)) {
            if ((sounds & sound) == 0)
                continue;
            add_spelling(rule, template, vowel, sound, false);
            add_spelling(rule, template, vowel, sound, true);
        }
    }
}

/* (I)м is Iм after consonants and м after vowels; (с)I the reverse. */
void expand_form(unsigned rule, const char *written)
{
    enum { AFTER_CONSONANT = SOUND_R | SOUND_VOICED | SOUND_VOICELESS };
    char template[LETTERS_MAX];
    size_t count = 0;
    for (const char *at = written; *at != '\0' && count + 1 < LETTERS_MAX;)
        template[count++] = read_letter(&at, written, "AIUOLNDGB()+-");
    template[count] = '\0';
    if (template[0] == '+')
        expand(rule, template + 1, SOUND_VOWEL);
    else if (template[0] == '-')
        expand(rule, template + 1, AFTER_CONSONANT);
    else if (template[0] != '(')
        expand(rule, template, SOUND_VOWEL | AFTER_CONSONANT);
    else if (count < 4 || template[2] != ')')
        stop("one letter in brackets, then more", written);
    else {
        bool vowel =
            strchr("AIUO", template[1]) != NULL || stem_ky_is_vowel(template[1]);
        template[2] = template[1];
        expand(rule, template + 2, vowel ? AFTER_CONSONANT : SOUND_VOWEL);
        expand(rule, template + 3, vowel ? SOUND_VOWEL : AFTER_CONSONANT);
    }
}
