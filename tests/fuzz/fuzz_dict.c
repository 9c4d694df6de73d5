/* fuzz_dict.c - the dictionary of a forged segment: walked, sought, looked up; forms.
 */
#include "segment_input.h"

#include "segment/dict_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk_forms(const struct dict_cursor *cursor)
{
    struct error err = ERROR_NONE;
    struct forms_reader forms;
    uint64_t total = 0;
    enum status status =
        forms_open(&forms, cursor->segment, &cursor->info, cursor->term, &err);

    while (status == ST_OK && (status = forms_next(&forms, &err)) == ST_OK) {
        must(forms.form.len >= 1 && forms.form.len <= 255);
        total += forms.count;
    }
    /* Rule F4: the counts are those of the term. */
    must(status != ST_END || total == cursor->info.total_freq);
}

static void check_info(const struct segment *segment, const struct term_info *info)
{
    const struct span *sections = segment->sections;

    must(info->doc_freq >= 1 && info->doc_freq <= segment->info.doc_count);
    must(info->total_freq >= info->doc_freq && info->form_count >= 1);
    if (info->rare)
        return;
    /* Rule D5 */
    must(info->postings_off + info->postings_bytes <= sections[SECTION_POSTINGS].len);
    must(info->places_off + info->places_bytes <= sections[SECTION_PLACES].len);
    must(info->directory_off + info->directory_bytes <=
         sections[SECTION_DIRECTORY].len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = ERROR_NONE;
    struct input input;
    struct dict_cursor cursor;
    struct term_info info;
    enum status status;

    if (!input_open(&input, data, size))
        return 0;
    status = dict_seek(&cursor, input.segment, span_of("", 0), &err);
    for (; status == ST_OK; status = dict_next(&cursor, &err)) {
        must(cursor.term.len >= 1 && cursor.term.len <= TERM_MAX);
        check_info(input.segment, &cursor.info);
        walk_forms(&cursor);
        if (dict_find(input.segment, cursor.term, &info, NULL) == ST_OK)
            check_info(input.segment, &info);
    }
    must(status == ST_END || status == ST_CORRUPT);
    if (dict_seek(&cursor, input.segment, span_of(data, size < 8 ? size : 8), NULL) ==
        ST_OK)
        must(span_compare(cursor.term, span_of(data, size < 8 ? size : 8)) >= 0);
    (void)!dict_find(input.segment, span_of(data, size), &info, NULL);
    input_close(&input);
    return 0;
}
