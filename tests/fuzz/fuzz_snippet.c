/* fuzz_snippet.c - any text, any places, any samples: passages are parts of the text,
 * cut at letters, with marks in order inside them.
 *
 *   input   limit | number of places | places, 3 bytes each | samples, 4 bytes each |
 * text
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "answer/snippet.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PLACES = 64, SAMPLES = 8, PARAGRAPHS = 32, ARENA_BYTES = 1 << 22 };

struct input {
    struct span text;
    struct segment_paragraph paragraphs[PARAGRAPHS];
    uint32_t samples[SAMPLES];
    struct search_place places[PLACES];
    struct snippet_text source;
    size_t place_count;
};

static struct analysis *analysis;
static struct arena arena;

static enum status read_part(void *context, uint32_t off, uint32_t len,
                             struct span *out, struct error *err)
{
    const struct input *input = context;
    (void)err;
    *out = span_part(input->text, off, len);
    return ST_OK;
}

static void take_places(struct input *input, struct span *rest)
{
    size_t count = rest->data[1] % PLACES;
    *rest = span_part(*rest, 2, rest->len);
    while (input->place_count < count && rest->len >= 3) {
        input->places[input->place_count++] = (struct search_place){
            PLACE(FIELD_BODY, rest->data[0]), rest->data[1] % 5U, rest->data[2] % 40U};
        *rest = span_part(*rest, 3, rest->len);
    }
    marked_sort(input->places, input->place_count);
}

static void take_samples(struct input *input, struct span *rest)
{
    size_t count = rest->len > 0 ? rest->data[0] % (SAMPLES + 1) : 0;
    *rest = span_part(*rest, 1, rest->len);
    while (input->source.sample_count < count && rest->len >= 2) {
        input->samples[input->source.sample_count++] =
            (uint32_t)rest->data[0] << 6 | rest->data[1];
        *rest = span_part(*rest, 2, rest->len);
    }
    input->source.samples = input->samples;
}

/* Paragraphs begin behind line feeds, as they do in a stored body. */
static void split(struct input *input)
{
    size_t count = 0;
    for (size_t off = 0; off < input->text.len && count < PARAGRAPHS;) {
        input->paragraphs[count] = (struct segment_paragraph){
            (uint32_t)off, (uint8_t)(count % LANG_COUNT), (uint8_t)(count % 7)};
        count++;
        off = span_find(input->text, '\n', off) + 1;
    }
    input->source.paragraphs = input->paragraphs;
    input->source.paragraph_count = count;
}

static void check_passage(const struct input *input,
                          const struct answer_snippet *passage)
{
    uint32_t end = 0;
    assert(passage->text.data >= input->text.data);
    assert(passage->text.data + passage->text.len <=
           input->text.data + input->text.len);
    assert(utf8_valid(passage->text));
    assert(utf8_count(passage->text) <= SNIPPET_LETTERS);
    for (size_t i = 0; i < passage->mark_count; i++) {
        assert(passage->marks[i].off >= end && passage->marks[i].len > 0);
        end = passage->marks[i].off + passage->marks[i].len;
        assert(end <= passage->text.len);
    }
}

static void check_all(struct input *input, unsigned limit)
{
    static const struct marked_leaves leaves;
    struct snippet_maker maker = {analysis, &arena, &leaves, 1 + limit % 5};
    struct marked_places places = {input->places, input->place_count};
    struct answer_snippet out[SNIPPET_PASSAGES_MAX];
    size_t count = 0;
    enum status status =
        snippet_make(&maker, &input->source, places, out, &count, NULL);
    assert(status == ST_OK || status == ST_CORRUPT);
    for (size_t i = 0; status == ST_OK && i < count; i++)
        check_passage(input, &out[i]);
    status = snippet_lead(&maker, &input->source, out, &count, NULL);
    assert(status == ST_OK && count <= 1);
    for (size_t i = 0; i < count; i++)
        check_passage(input, &out[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {.source = {.read = read_part, .lang = LANG_KY}};
    struct span rest = span_of(data, size);
    struct buf text;
    if (size < 3)
        return 0;
    if (!analysis) {
        if (analysis_open(&analysis, NULL) != ST_OK)
            abort();
        arena_init(&arena, ARENA_BYTES);
    }
    arena_reset(&arena);
    take_places(&input, &rest);
    take_samples(&input, &rest);
    buf_init(&text, 0);
    (void)utf8_repair(&text, rest);
    input.text = buf_span(&text);
    input.source.context = &input;
    input.source.bytes = (uint32_t)text.len;
    split(&input);
    check_all(&input, data[0]);
    buf_release(&text);
    return 0;
}
