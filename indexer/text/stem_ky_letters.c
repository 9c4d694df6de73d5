/* stem_ky_letters.c - the Kyrgyz stemmer's one-byte alphabet.
 *
 * One byte a letter makes suffixes comparable letter by letter, and C strings readable.
 */
#include "text/stem_ky_letters.h"

static const char alphabet[] = "abvgdejziyklmnoprstufh1cwx2q6349";

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

char stem_ky_vowel(char letter)
{
    switch (letter) {
    case 'a':
    case '9':
        return 'a';
    case 'e':
    case '3':
        return 'e';
    case 'u':
    case '4':
        return 'u';
    case 'o':
    case 'q':
    case 'i':
    case '8':
    case '7':
        return letter;
    default:
        return 0;
    }
}
