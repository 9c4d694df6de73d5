/* bench_stem.c - how many words a second the Kyrgyz stemmer takes, on one core:
 *
 *   bench_stem TEXT        a file of running text, UTF-8, one paragraph a line
 *
 * The words are cut and folded beforehand and stemmed in the order of the text, as when
 * an archive is indexed; the best of several rounds counts.
 */
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "bench/bench.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/words.h"

enum { ROUNDS = 9, WORD_MAX = 255 };

/* Words one after the other, each behind its length. */
struct tokens {
    struct buf bytes;
    size_t count;
};

static void add_word(struct tokens *tokens, struct buf *folded, struct span raw)
{
    buf_reset(folded);
    fold_text(folded, raw);
    if (folded->len == 0 || folded->len > WORD_MAX)
        return;
    buf_put_byte(&tokens->bytes, (uint8_t)folded->len);
    buf_put_span(&tokens->bytes, buf_span(folded));
    tokens->count++;
}

static void cut(struct tokens *tokens, struct span text)
{
    struct words words = words_open(text);
    struct span raw;
    struct buf folded;
    buf_init(&folded, 0);
    while (words_next(&words, &raw))
        add_word(tokens, &folded, raw);
    buf_release(&folded);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* The bytes of all stems, so that nothing is left out as unused. */
static uint64_t stem_all(struct span bytes)
{
    uint8_t out[WORD_MAX + 8];
    uint64_t sum = 0;
    for (size_t off = 0; off < bytes.len; off += 1U + bytes.data[off])
        sum += stem_ky(out, span_part(bytes, off + 1, bytes.data[off]));
    return sum;
}

int main(int argc, char **argv)
{
    struct error err;
    struct buf text;
    struct tokens tokens = {.count = 0};
    double best = 0;
    uint64_t sum = 0;
    if (argc != 2)
        bench_die("usage: bench_stem TEXT", NULL);
    buf_init(&text, 0);
    buf_init(&tokens.bytes, 0);
    if (file_read(&text, argv[1], SIZE_MAX, &err) != ST_OK)
        bench_die(argv[1], &err);
    cut(&tokens, buf_span(&text));
    if (tokens.count == 0 || tokens.bytes.status != ST_OK)
        bench_die("no words", NULL);
    for (int round = 0; round < ROUNDS; round++) {
        double start = now();
        sum = stem_all(buf_span(&tokens.bytes));
        double speed = (double)tokens.count / (now() - start);
        best = speed > best ? speed : best;
    }
    printf("%zu words, stems of %.1f bytes, %.2f million words a second\n",
           tokens.count, (double)sum / (double)tokens.count, best / 1e6);
    buf_release(&text);
    buf_release(&tokens.bytes);
    return 0;
}
