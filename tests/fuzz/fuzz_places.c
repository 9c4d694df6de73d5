/* fuzz_places.c - the places of a forged segment: in order, and by jumps. */
#include "segment_input.h"

#include "segment/postings_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_places(const struct places *places, const struct term_info *info)
{
    for (uint32_t i = 0; i < places->count; i++) {
        /* Rules W2 and W3 */
        must((unsigned)PLACE_FIELD(places->places[i]) < FIELD_COUNT);
        must(i == 0 || places->places[i] >= places->places[i - 1]);
        must(!places->forms || places->forms[i] < info->form_count);
    }
}

static void walk(const struct segment *segment, const struct term_info *info,
                 uint32_t step, struct arena *arena)
{
    static struct postings_reader r;
    doc_id doc;

    postings_open(&r, segment, info);
    for (doc = postings_next(&r); doc != DOC_END;
         doc = step == 0 ? postings_next(&r) : postings_seek(&r, doc + step)) {
        struct error err = ERROR_NONE;
        struct places places;
        enum status status = places_get(&r, arena, &places, &err);

        must(status == ST_OK || err.text[0] != 0);
        if (status == ST_OK)
            check_places(&places, info);
        arena_reset(arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input;
    struct dict_cursor cursor;
    struct arena arena;
    enum status status;

    if (!input_open(&input, data, size))
        return 0;
    arena_init(&arena, (size_t)1 << 26);
    status = dict_seek(&cursor, input.segment, span_of("", 0), NULL);
    for (; status == ST_OK; status = dict_next(&cursor, NULL)) {
        walk(input.segment, &cursor.info, 0, &arena);
        walk(input.segment, &cursor.info, 2 + data[size / 2] % 128, &arena);
    }
    arena_release(&arena);
    input_close(&input);
    return 0;
}
