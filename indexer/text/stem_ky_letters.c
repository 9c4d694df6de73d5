/* stem_ky_letters.c - the Kyrgyz stemmer's one-byte alphabet.
 *
 * One byte a letter makes suffixes comparable letter by letter, and C strings readable.
 * What a letter is stands in one table: a look-up is one load.
 */
#include "text/stem_ky_letters.h"

#include "text/stem_ky_table.h"

static const char alphabet[] = "abvgdejziyklmnoprstufh1cwx2q6349";

struct property {
    uint8_t vowel;
    uint8_t sound;
    char plain;
    char glide;
};

#define VOWEL(letter, vowel, plain, glide) [letter] = {vowel, SOUND_VOWEL, plain, glide}
#define CONSONANT(letter, sound) [letter] = {0, sound, letter, 0}

/* Letters are ASCII. */
static const struct property properties[128] = {
    VOWEL('a', VOWEL_A, 'a', 0),
    VOWEL('9', VOWEL_A, '9', 'a'),
    VOWEL('e', VOWEL_E, 'e', 'e'),
    VOWEL('3', VOWEL_E, '3', 0),
    VOWEL('i', VOWEL_I, 'i', 0),
    VOWEL('q', VOWEL_Y, 'q', 0),
    VOWEL('o', VOWEL_O, 'o', 0),
    VOWEL('8', VOWEL_O, 'o', 0),
    VOWEL('u', VOWEL_U, 'u', 0),
    VOWEL('7', VOWEL_U, 'u', 0),
    VOWEL('4', VOWEL_U, '4', 'u'),
    CONSONANT('r', SOUND_R),
    CONSONANT('y', SOUND_R),
    CONSONANT('l', SOUND_VOICED),
    CONSONANT('m', SOUND_VOICED),
    CONSONANT('n', SOUND_VOICED),
    CONSONANT('5', SOUND_VOICED),
    CONSONANT('z', SOUND_VOICED),
    CONSONANT('j', SOUND_VOICED),
    CONSONANT('b', SOUND_VOICED),
    CONSONANT('d', SOUND_VOICED),
    CONSONANT('g', SOUND_VOICED),
    CONSONANT('v', SOUND_VOICED),
    CONSONANT('p', SOUND_VOICELESS),
    CONSONANT('k', SOUND_VOICELESS),
    CONSONANT('s', SOUND_VOICELESS),
    CONSONANT('t', SOUND_VOICELESS),
    CONSONANT('c', SOUND_VOICELESS),
    CONSONANT('w', SOUND_VOICELESS),
    CONSONANT('f', SOUND_VOICELESS),
    CONSONANT('h', SOUND_VOICELESS),
    CONSONANT('1', SOUND_VOICELESS),
    CONSONANT('x', SOUND_VOICELESS),
    CONSONANT('6', 0),
    CONSONANT('2', 0),
    CONSONANT('0', SOUND_VOICED),
};

char stem_ky_letter(uint32_t code)
{
    if (code >= 0x430 && code < 0x450)
        return alphabet[code - 0x430];
    switch (code) {
    case 0x4E9:
        return '8';
    case 0x4AF:
        return '7';
    case 0x4A3:
        return '5';
    default:
        return '0';
    }
}

char stem_ky_plain(char letter)
{
    return properties[(unsigned char)letter].plain;
}

uint8_t stem_ky_vowel(char letter)
{
    return properties[(unsigned char)letter].vowel;
}

char stem_ky_glide(char letter)
{
    return properties[(unsigned char)letter].glide;
}

uint8_t stem_ky_sound(char letter)
{
    return properties[(unsigned char)letter].sound;
}
