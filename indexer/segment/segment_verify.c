/* segment_verify.c - prove every rule of FORMAT.md on one segment.
 *
 *   pages -> lengths -> terms (forms, postings, places, bounds) -> columns, ids ->
 * store
 *
 * Pages first: when one is damaged the rest would only echo it, and is left out.
 */
#include "segment/lengths.h"
#include "segment/verify.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void verify_report(struct verifier *v, enum section section, uint64_t off,
                   const char *format, ...)
{
    char text[VERIFY_TEXT_BYTES];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    v->problem(v->context, v->segment->section_offs[section] + off, text);
}

void verify_failed(struct verifier *v, enum section section, uint64_t off,
                   enum status status, const struct error *err)
{
    if (status == ST_NOMEM || status == ST_LIMIT)
        v->status = status;
    else
        verify_report(v, section, off, "%s", err->text);
}

static bool all_zero(struct span bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.data[i] != 0)
            return false;
    return true;
}

/* Rule H6: what is neither section nor footer is zero. */
static void verify_padding(struct verifier *v)
{
    const struct segment *segment = v->segment;
    struct span bytes = segment->bytes;

    if (!all_zero(span_part(bytes, 12, 4)) || !all_zero(span_part(bytes, 24, 36)))
        v->problem(v->context, 12,
                   "segment: rule H6: the header has bytes that are not 0");
    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        uint64_t end = segment->section_offs[i] + segment->sections[i].len;
        uint64_t next = i + 1 < SECTION_COUNT ? segment->section_offs[i + 1]
                                              : bytes.len - SEGMENT_FOOTER_BYTES;

        if (!all_zero(span_part(bytes, (size_t)end, (size_t)(next - end))))
            v->problem(v->context, end, "segment: rule H6: padding that is not 0");
    }
}

/* Rule C1. Whether all pages are good. */
static bool verify_pages(struct verifier *v)
{
    bool good = true;

    for (unsigned i = 0; i < SECTION_CHECKSUMS; i++) {
        uint64_t len = v->segment->sections[i].len;

        for (uint64_t off = 0; off < len; off += PAGE_BYTES) {
            uint64_t part = len - off < PAGE_BYTES ? len - off : PAGE_BYTES;

            if (segment_pages_good(v->segment, (enum section)i, off, part))
                continue;
            verify_report(v, (enum section)i, off,
                          "segment: rule C1: wrong checksum of a page");
            good = false;
        }
    }
    return good;
}

static void verify_lengths(struct verifier *v)
{
    const struct segment_info *info = &v->segment->info;

    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        const uint8_t *codes = segment_lengths(v->segment, (enum field)field);
        uint64_t total = 0;

        for (uint32_t doc = 0; doc < info->doc_count; doc++) {
            if (codes[doc] > LENGTH_CODE_MAX)
                verify_report(v, SECTION_LENGTHS,
                              (uint64_t)field * info->doc_count + doc,
                              "lengths: rule L1: code %u", codes[doc]);
            total += lengths_decode(codes[doc]);
        }
        if (total != info->field_totals[field])
            verify_report(v, SECTION_LENGTHS, (uint64_t)field * info->doc_count,
                          "lengths: rule L3: field %u has %" PRIu64
                          " words, the footer says %" PRIu64,
                          field, total, info->field_totals[field]);
    }
}

void verify_slots(struct verifier *v, enum section section, const struct slots *slots,
                  uint64_t key_count)
{
    uint64_t taken = 0;

    for (uint64_t i = 0; i < slots->count; i++)
        taken +=
            !all_zero(span_of(slots->data + i * slots->slot_bytes, slots->slot_bytes));
    if (taken != key_count)
        verify_report(v, section, 0,
                      "slots: rule S3: %" PRIu64 " are taken for %" PRIu64 " keys",
                      taken, key_count);
}

static void verify_counts(struct verifier *v)
{
    const struct segment_info *info = &v->segment->info;

    if (v->posting_count != info->posting_count || v->place_count != info->place_count)
        verify_report(v, SECTION_DICT, 0,
                      "segment: rule H5: %" PRIu64 " postings and %" PRIu64
                      " places, the footer says %" PRIu64 " and %" PRIu64,
                      v->posting_count, v->place_count, info->posting_count,
                      info->place_count);
}

enum status segment_verify(const struct segment *segment,
                           void (*problem)(void *context, uint64_t off,
                                           const char *text),
                           void *context, struct error *err)
{
    struct verifier v = {.segment = segment, .problem = problem, .context = context};

    verify_padding(&v);
    if (!verify_pages(&v))
        return ST_OK;
    arena_init(&v.arena, VERIFY_ARENA_BYTES);
    verify_lengths(&v);
    verify_endings(&v);
    verify_terms(&v);
    verify_pairs(&v);
    verify_counts(&v);
    verify_columns(&v);
    verify_ids(&v);
    verify_store(&v);
    arena_release(&v.arena);
    if (v.status != ST_OK)
        return fail(err, v.status, "segment: no memory to prove it");
    return ST_OK;
}
