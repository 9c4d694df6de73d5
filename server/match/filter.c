/* filter.c
 *
 * Conditions of one kind are ORed, kinds are ANDed:
 *   (date in range) and (lang a or b) and (journal x or y) and (author z)
 */
#include "match/filter.h"

#include "match/value_set.h"

enum status filter_make(struct filter *filter, const struct segment *segment,
                        const struct search_options *options, struct arena *arena,
                        struct error *err)
{
    uint64_t *sets[COLUMN_COUNT] = {NULL};
    memset(filter, 0, sizeof *filter);
    for (size_t i = 0; i < options->filter_count; i++) {
        enum column column = options->filters[i].column;
        if ((unsigned)column >= COLUMN_COUNT)
            return fail(err, ST_ARGUMENT, "search: no column %u", (unsigned)column);
        enum status status =
            sets[column] ? ST_OK
                         : value_set_make(&sets[column], segment, column, arena, err);
        if (status != ST_OK)
            return status;
        value_set_add(sets[column], segment, column, options->filters[i].value);
    }
    for (unsigned c = 0; c < COLUMN_COUNT; c++)
        filter->values[c] = sets[c];
    filter->segment = segment;
    filter->deleted = segment_deleted(segment);
    filter->dated = options->date_from || options->date_to;
    filter->date_from = options->date_from;
    filter->date_to = options->date_to ? options->date_to : UINT32_MAX;
    filter->langs = options->langs;
    filter->plain = !filter->dated && !filter->langs && options->filter_count == 0;
    return ST_OK;
}

static bool date_passes(const struct filter *filter, doc_id doc)
{
    uint32_t date = columns_date(filter->segment, doc);
    return date && date >= filter->date_from && date <= filter->date_to;
}

bool filter_passes_slowly(const struct filter *filter, doc_id doc)
{
    if (filter->dated && !date_passes(filter, doc))
        return false;
    if (filter->langs && !(filter->langs >> columns_lang(filter->segment, doc) & 1))
        return false;
    for (unsigned c = 0; c < COLUMN_COUNT; c++)
        if (filter->values[c] &&
            !value_set_holds(filter->values[c], filter->segment, (enum column)c, doc))
            return false;
    return true;
}
