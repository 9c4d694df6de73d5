/* spellings_edits.c - one slip of the fingers, counted in letters.
 *
 *   swap      neighbours in the wrong order        п р о к е т     cost 0
 *   leave     a letter too many                    п р о о е к т   doubled 0, else 2
 *   replace   another letter of the same script    п р а е к т     alike 0, else 4
 *   put in    a letter too few                     п р о к т       doubled 0, else 6
 *
 * A slip in the first letter is rare: FIRST_COST more.
 */
#include "query/spelling_list.h"

#include "text/fold.h"
#include "text/utf8.h"

enum { LEAVE_COST = 2, REPLACE_COST = 4, PUT_COST = 6, FIRST_COST = 8 };
enum { LETTERS_MAX = SPELLINGS_WORD_LETTERS_MAX + 1 };

static const char *const cyrillic = "абвгдежзийклмнопрстуфхцчшщъыьэюяөүң";
static const char *const latin = "abcdefghijklmnopqrstuvwxyz";

/* Neighbours in these are heard or seen as each other. */
static const char *const alike = "оа өо еиыэ ий уүю оөе нң нг зс тд пб гк гх шщ чш цс "
                                 "яа жд вф ьъ ck ij iy uo vw sz ea gj bp dt";

struct word {
    uint32_t letters[LETTERS_MAX];
    unsigned count;
    struct spelling_list list;
};

/* False: not a word to guess at. */
static bool take_letters(struct word *word, struct span text)
{
    for (size_t off = 0; off < text.len;) {
        uint32_t code = utf8_next(text, &off);
        if (fold_class(code) != CODE_LETTER ||
            word->count == SPELLINGS_WORD_LETTERS_MAX)
            return false;
        word->letters[word->count++] = code;
    }
    return word->count >= SPELLINGS_EDIT_LETTERS_MIN;
}

/* NULL: of neither script. */
static const char *script_of(const struct word *word)
{
    const char *script = NULL;
    for (unsigned i = 0; i < word->count; i++) {
        if (word->letters[i] >= 0x400 && word->letters[i] <= 0x52F)
            return cyrillic;
        if (word->letters[i] >= 'a' && word->letters[i] <= 'z')
            script = latin;
    }
    return script;
}

static bool are_alike(uint32_t a, uint32_t b)
{
    struct span text = span_text(alike);
    bool has_a = false, has_b = false;
    for (size_t off = 0; off < text.len;) {
        uint32_t code = utf8_next(text, &off);
        if (code == ' ')
            has_a = has_b = false;
        has_a = has_a || code == a;
        has_b = has_b || code == b;
        if (has_a && has_b)
            return true;
    }
    return false;
}

static void put(struct word *word, const uint32_t *letters, unsigned count,
                uint32_t cost)
{
    uint8_t bytes[LETTERS_MAX * 4];
    size_t len = 0;
    for (unsigned i = 0; i < count; i++)
        len += utf8_encode(bytes + len, letters[i]);
    spelling_list_put(&word->list, span_of(bytes, len), cost);
}

static uint32_t at_cost(unsigned at, uint32_t cost)
{
    return cost + (at == 0 ? FIRST_COST : 0);
}

static void put_swaps(struct word *word)
{
    uint32_t letters[LETTERS_MAX] = {0};
    for (unsigned i = 0; i + 1 < word->count; i++) {
        memcpy(letters, word->letters, sizeof letters);
        letters[i] = word->letters[i + 1];
        letters[i + 1] = word->letters[i];
        put(word, letters, word->count, at_cost(i, 0));
    }
}

static void put_shorter(struct word *word)
{
    uint32_t letters[LETTERS_MAX] = {0};
    for (unsigned i = 0; i < word->count; i++) {
        bool twice = i > 0 && word->letters[i] == word->letters[i - 1];
        memcpy(letters, word->letters, i * sizeof *letters);
        memcpy(letters + i, word->letters + i + 1,
               (word->count - i - 1) * sizeof *letters);
        put(word, letters, word->count - 1, at_cost(i, twice ? 0 : LEAVE_COST));
    }
}

static void put_replaced(struct word *word, struct span script)
{
    uint32_t letters[LETTERS_MAX] = {0};
    for (unsigned i = 0; i < word->count; i++) {
        memcpy(letters, word->letters, sizeof letters);
        for (size_t off = 0; off < script.len;) {
            letters[i] = utf8_next(script, &off);
            uint32_t cost = are_alike(letters[i], word->letters[i]) ? 0 : REPLACE_COST;
            put(word, letters, word->count, at_cost(i, cost));
        }
    }
}

static void put_longer(struct word *word, struct span script)
{
    uint32_t letters[LETTERS_MAX] = {0};
    for (unsigned i = 0; i <= word->count; i++) {
        memcpy(letters, word->letters, i * sizeof *letters);
        memcpy(letters + i + 1, word->letters + i, (word->count - i) * sizeof *letters);
        for (size_t off = 0; off < script.len;) {
            letters[i] = utf8_next(script, &off);
            bool twice = i > 0 && letters[i] == word->letters[i - 1];
            put(word, letters, word->count + 1, at_cost(i, twice ? 0 : PUT_COST));
        }
    }
}

enum status spellings_edits(struct span word, struct arena *arena,
                            struct spellings *found, struct error *err)
{
    struct word taken = {0};
    const char *script = NULL;
    *found = (struct spellings){NULL, 0};
    if (take_letters(&taken, word))
        script = script_of(&taken);
    if (!script)
        return ST_OK;
    spelling_list_init(&taken.list, word, arena);
    put_swaps(&taken);
    put_shorter(&taken);
    put_replaced(&taken, span_text(script));
    put_longer(&taken, span_text(script));
    return spelling_list_finish(&taken.list, SIZE_MAX, found, err);
}
