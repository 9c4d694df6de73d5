/* second_decoder.c - reads a segment with nothing but indexer/FORMAT.md at hand.
 *
 * It shares no code with the reader of the tree (only zlib's CRC and inflate) and
 * prints all that a segment says: articles, then terms with forms and postings.
 * Sections are those of the text. Broken bytes end the program: it explains little.
 */
#include "support/second_decoder.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "support/second_champions.h"
#include "support/second_numbers.h"

enum { STORE, PLACES, POSTINGS, DIRECTORY, FORMS, DICT, KEYS, ENDINGS = 8 };
enum { LENGTHS = 9, COLUMNS, IDS, STORE_INDEX = 13, STORE_DICTS, CHECKSUMS };

static const uint8_t *section[16];
static uint64_t section_len[16];
static uint32_t docs, terms;
static const uint8_t *codes[6]; /* of lengths, by field; NULL: no words */
static uint64_t fixed_bytes;    /* of columns, for a document: 5, hash 8, order 4 */
static uint64_t order_off;      /* in the columns; 0: there are none */
static FILE *out;

static void seek(unsigned number, uint64_t off)
{
    must(off <= section_len[number], "H4");
    at = section[number] + off;
    end = section[number] + section_len[number];
}

/* --- 4: frame and checksums --- */

static void open_file(const uint8_t *data, size_t len)
{
    const uint8_t *foot = data + len - 364;
    const uint8_t *sum;

    must(len > 428 && memcmp(data, "msegment", 8) == 0, "H1");
    must(fixed(foot + 360, 4) == crc32(0, foot, 360), "H3");
    must(memcmp(data + 16, foot, 8) == 0, "H2");
    docs = (uint32_t)fixed(foot + 8, 4);
    terms = (uint32_t)fixed(foot + 12, 4);
    memset(codes, 0, sizeof codes);
    for (unsigned i = 0; i < 16; i++) {
        section[i] = data + fixed(foot + 88 + i * 16, 8);
        section_len[i] = fixed(foot + 96 + i * 16, 8);
    }
    for (unsigned i = 0, at_field = 0; i < 6; i++)
        if (fixed(foot + 16 + 8ULL * i, 8) > 0)
            codes[i] = section[LENGTHS] + (uint64_t)at_field++ * docs;
    sum = section[CHECKSUMS];
    for (unsigned i = 0; i < 15; i++)
        for (uint64_t off = 0; off < section_len[i]; off += 4096, sum += 4) {
            uint64_t part = section_len[i] - off < 4096 ? section_len[i] - off : 4096;

            must(fixed(sum, 4) == crc32(0, section[i] + off, (unsigned)part), "C1");
        }
}

static uint8_t length_code(unsigned field, uint32_t doc)
{
    return codes[field] ? codes[field][doc] : 0;
}

/* Column `wanted` of the document, `row` of it for the authors; the columns' end. */
static const uint8_t *print_value(unsigned wanted, uint64_t row)
{
    const uint8_t *p = section[COLUMNS];
    uint64_t authors = fixed(p + 40, 4);
    const uint8_t *next = p + 44 + fixed_bytes * docs + (authors ? docs * 4 + 4 : 0);

    for (unsigned c = 0; c < 5; c++) {
        uint64_t values = fixed(p + c * 8, 4), len = fixed(p + c * 8 + 4, 4);
        unsigned width = values == 0 ? 0 : values <= 255 ? 1 : values <= 65535 ? 2 : 4;
        const uint8_t *offs = next + (c == 3 ? authors : docs) * width;
        uint64_t ordinal = fixed(next + row * width, width);

        if (c == wanted && width > 0 && ordinal < values) {
            uint64_t from = fixed(offs + ordinal * 4, 4);

            fwrite(offs + values * 4 + 4 + from, 1,
                   fixed(offs + ordinal * 4 + 4, 4) - from, out);
        }
        next = offs + values * 4 + 4 + len;
    }
    return next;
}

static void print_columns(uint32_t doc)
{
    const uint8_t *p = section[COLUMNS];
    const uint8_t *ids = section[IDS];
    uint64_t from = fixed(ids + 4ULL * doc, 4);

    fprintf(out, "article %u ", doc);
    fwrite(ids + 4ULL * docs + 4 + from, 1, fixed(ids + 4ULL * doc + 4, 4) - from, out);
    fprintf(out, " date %u lang %u hash %" PRIx64,
            (unsigned)fixed(p + 44 + 4ULL * doc, 4), p[44 + 4ULL * docs + doc],
            fixed_bytes >= 13 ? fixed(p + 44 + 5ULL * docs + 8ULL * doc, 8) : 0);
    if (order_off > 0)
        fprintf(out, " order %u", (unsigned)fixed(p + order_off + 4ULL * doc, 4));
    for (unsigned c = 0; c < 5; c++) {
        if (c == 3)
            continue;
        fprintf(out, " | ");
        (void)print_value(c, doc);
    }
    if (fixed(p + 40, 4) > 0) {
        const uint8_t *starts = p + 44 + fixed_bytes * docs + 4ULL * doc;

        for (uint64_t i = fixed(starts, 4); i < fixed(starts + 4, 4); i++) {
            fprintf(out, " ; ");
            (void)print_value(3, i);
        }
    }
    fprintf(out, "\n");
}

static void inflate_block(uint32_t block, uint32_t blocks, uint8_t *plain)
{
    const uint8_t *p = section[STORE_INDEX];
    uint64_t dict_count = fixed(p + 4, 4);
    const uint8_t *comp = p + 8 + dict_count * 9 + 5ULL * block;
    const uint8_t *offs = comp + 5ULL * (blocks + 1);
    unsigned dict = p[8 + dict_count * 9 + 10ULL * (blocks + 1) + block];
    uint64_t from = fixed(comp, 5), dict_off = 0;
    z_stream z = {0};

    must(inflateInit2(&z, -15) == Z_OK, "T2");
    for (unsigned i = 0; i < dict && dict != 255; i++)
        dict_off += fixed(p + 8 + i * 9 + 1, 4);
    if (dict != 255)
        must(inflateSetDictionary(&z, section[STORE_DICTS] + dict_off,
                                  (unsigned)fixed(p + 8 + dict * 9 + 1, 4)) == Z_OK,
             "T3");
    z.next_in = (z_const Bytef *)(uintptr_t)(section[STORE] + from);
    z.avail_in = (unsigned)(fixed(comp + 5, 5) - from);
    z.next_out = plain + fixed(offs, 5);
    z.avail_out = (unsigned)(fixed(offs + 5, 5) - fixed(offs, 5));
    must(inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_out == 0, "T2");
    inflateEnd(&z);
}

static void print_record(void)
{
    uint64_t meta = varint(), tables = varint(), body = varint(), count;
    const uint8_t *tables_end;

    fprintf(out, "  meta ");
    fwrite(bytes(meta), 1, meta, out);
    tables_end = at + tables;
    fprintf(out, "\n  paragraphs");
    count = varint();
    for (uint64_t off = 0; count > 0; count--) {
        off += varint();
        fprintf(out, " %" PRIu64, off);
        fprintf(out, ":%u:%u", at[0], at[1]);
        (void)bytes(2);
    }
    fprintf(out, "\n  samples");
    count = varint();
    for (uint64_t off = 0; count > 0; count--)
        fprintf(out, " %" PRIu64, off += varint());
    must(at == tables_end, "T7");
    fprintf(out, "\n  body ");
    fwrite(bytes(body), 1, body, out);
    fprintf(out, "\n");
}

static void print_articles(void)
{
    const uint8_t *p = section[STORE_INDEX];
    uint32_t blocks = (uint32_t)fixed(p, 4);
    uint64_t head = 8 + fixed(p + 4, 4) * 9;
    uint64_t total = fixed(p + head + 10ULL * blocks + 5, 5);
    const uint8_t *starts = p + head + 11ULL * blocks + 10;
    uint8_t *plain = malloc(total + 1);

    must(plain, "memory");
    for (fixed_bytes = 5; fixed_bytes < 17; fixed_bytes += 4)
        if (print_value(5, 0) == section[COLUMNS] + section_len[COLUMNS])
            break;
    order_off = fixed_bytes % 8 == 1 ? 44 + (fixed_bytes - 4) * docs : 0;
    for (uint32_t i = 0; i < blocks; i++)
        inflate_block(i, blocks, plain);
    for (uint32_t doc = 0; doc < docs; doc++) {
        print_columns(doc);
        fprintf(out, "  lengths");
        for (unsigned field = 0; field < 6; field++)
            fprintf(out, " %u", length_of(length_code(field, doc)));
        fprintf(out, "\n");
        at = plain + (total ? fixed(starts + 5ULL * doc, 5) : 0);
        end = plain + (total ? fixed(starts + 5ULL * doc + 5, 5) : 0);
        if (at < end)
            print_record();
        must(at == end, "T5");
    }
    free(plain);
}

/* --- 5 to 9: terms --- */

struct term {
    uint8_t text[256], squeezed[512];
    size_t len, squeezed_len;
    uint64_t df, total, forms;
    bool detailed;
    uint64_t postings, places, directory, form_list; /* of the next term */
};

static uint32_t tf[256][6];

static void print_form(const struct term *term)
{
    uint64_t code = varint();
    const uint8_t *tail;
    uint64_t len;

    if (code == 0) {
        len = varint();
        tail = bytes(len);
    } else {
        uint64_t count = fixed(section[ENDINGS], 4);
        const uint8_t *offs = section[ENDINGS] + 4 + (code - 1) * 4;

        must(code <= count, "F1");
        tail = section[ENDINGS] + 8 + count * 4 + fixed(offs, 4);
        len = fixed(offs + 4, 4) - fixed(offs, 4);
    }
    must(len > 0 && tail[0] <= term->len, "F2");
    fwrite(term->text, 1, term->len - tail[0], out);
    fwrite(tail + 1, 1, len - 1, out);
}

static void print_form_list(const struct term *term, uint64_t off)
{
    uint64_t counts[256], left = term->total;

    must(term->forms <= 256, "this decoder");
    seek(FORMS, off);
    for (uint64_t i = 1; i < term->forms; i++)
        left -= counts[i] = varint();
    counts[0] = left;
    for (uint64_t i = 0; i < term->forms; i++) {
        fprintf(out, " ");
        print_form(term);
        fprintf(out, " %" PRIu64, counts[i]);
    }
}

static void print_posting(uint32_t doc, const uint32_t *posting_tf,
                          const uint32_t *values, const uint32_t *ordinals)
{
    fprintf(out, "  %u:", doc);
    for (unsigned field = 0; field < 6; field++) {
        uint32_t position = 0;

        for (uint32_t i = 0; i < posting_tf[field]; i++) {
            position += *values++;
            fprintf(out, " %u.%u", field, position);
            if (ordinals)
                fprintf(out, "/%u", *ordinals++);
        }
    }
    fprintf(out, "\n");
}

/* Documents and frequencies of a rare term. */
static void read_rare(const struct term *term, uint32_t *doc)
{
    memset(tf, 0, sizeof tf);
    for (uint32_t i = 0, next = 0; i < term->df; i++) {
        doc[i] = next + (uint32_t)varint();
        next = doc[i] + 1;
    }
    for (unsigned i = 0; i < term->df; i++) {
        uint64_t head = term->detailed ? varint() : 0;
        unsigned mask = head & 1 ? *bytes(1) : 0;

        tf[i][0] = (uint32_t)(head >> 1) + 1;
        for (unsigned field = 1; field < 6; field++)
            if (mask >> (field - 1) & 1)
                tf[i][0] -= tf[i][field] = (uint32_t)varint();
    }
}

static void print_rare(const struct term *term)
{
    uint32_t doc[4], value[16], ordinal[16];
    unsigned from = 0;

    read_rare(term, doc);
    for (uint64_t i = 0; i < term->total; i++)
        value[i] = (uint32_t)varint();
    for (uint64_t i = 0; i < term->total && term->forms > 1; i++)
        ordinal[i] = (uint32_t)varint();
    for (unsigned i = 0; i < term->df; i++) {
        print_posting(doc[i], tf[i], value + from,
                      term->forms > 1 ? ordinal + from : NULL);
        for (unsigned field = 0; field < 6; field++)
            from += tf[i][field];
    }
}

/* One block of postings at `at`: documents into `doc`, frequencies into tf. */
static void read_block(uint32_t *doc, unsigned n, uint32_t before)
{
    uint32_t total[256] = {0}, which[256], mask[256], field_tf[1280];
    unsigned flags, count, beside = 0, used = 0;

    unpack_docs(doc, n, before);
    flags = *bytes(1);
    if (flags & 1)
        unpack(total, n);
    memset(tf, 0, sizeof tf);
    for (unsigned i = 0; i < n; i++)
        tf[i][0] = total[i] + 1;
    if (!(flags & 2))
        return;
    count = (unsigned)varint() + 1;
    for (unsigned i = 0; i < count; i++)
        which[i] = i;
    if (count < n)
        unpack_docs(which, count, UINT32_MAX);
    unpack(mask, count);
    for (unsigned i = 0; i < count; i++)
        beside += (unsigned)__builtin_popcount(mask[i]);
    for (unsigned i = 0; i < beside; i += 256)
        unpack(field_tf + i, beside - i < 256 ? beside - i : 256);
    for (unsigned i = 0; i < count; i++)
        for (unsigned field = 1; field < 6; field++)
            if (mask[i] >> (field - 1) & 1)
                tf[which[i]][0] -= tf[which[i]][field] = field_tf[used++] + 1;
}

static void print_block(const struct term *term, const uint32_t *doc, unsigned n,
                        uint64_t off)
{
    struct numbers part[3];
    bool there[3] = {true, false, term->forms > 1};

    for (unsigned i = 0; i < n * 6; i++)
        there[1] = there[1] || (i % 6 > 0 && tf[i / 6][i % 6] > 0);
    seek(PLACES, off);
    read_parts(part, there);
    for (unsigned i = 0; i < n; i++) {
        static uint32_t value[1 << 16], ordinal[1 << 16];
        unsigned count = 0;

        for (unsigned field = 0; field < 6; field++)
            for (uint32_t k = 0; k < tf[i][field]; k++) {
                must(count < 1 << 16, "this decoder");
                value[count] = next_number(&part[field > 0]);
                ordinal[count++] = there[2] ? next_number(&part[2]) : 0;
            }
        print_posting(doc[i], tf[i], value, there[2] ? ordinal : NULL);
    }
}

/* `directory`: bytes of it. */
static void print_list(const struct term *term, uint64_t directory)
{
    const uint8_t *dir = section[DIRECTORY] + term->directory;
    uint64_t blocks = (term->df + 255) / 256;
    uint32_t before = UINT32_MAX;

    champions.count = champions.met = 0;
    if (blocks > 1)
        read_champions(dir, directory);
    for (uint64_t i = 0; i < blocks; i++) {
        uint32_t doc[256];
        unsigned n = i + 1 < blocks ? 256 : (unsigned)(term->df - 256 * i);

        seek(POSTINGS,
             term->postings + (blocks > 1 ? block_off(dir, blocks, i, 0) : 0));
        read_block(doc, n, before);
        before = doc[n - 1];
        must(blocks == 1 || before == fixed(dir + 2 + i * 4, 4), "P1");
        meet_champions(doc, tf, n);
        print_block(term, doc, n,
                    term->places + (blocks > 1 ? block_off(dir, blocks, i, 1) : 0));
    }
    must(champions.met == champions.count, "B7");
}

static void read_key(struct term *term, uint32_t number)
{
    const uint8_t *offs = section[KEYS] + 4ULL * ((terms + 31) / 32 + 1);
    unsigned lens;
    size_t shared, suffix;

    if (number % 32 == 0) { /* told by KEYS; squeeze it for the next */
        uint64_t from = fixed(offs + number / 32 * 4, 4);

        term->len = fixed(offs + number / 32 * 4 + 4, 4) - from;
        memcpy(term->text, offs + 4ULL * ((terms + 31) / 32 + 1) + from, term->len);
        term->squeezed_len = squeezed(term->text, term->len, term->squeezed);
        return;
    }
    lens = *bytes(1);
    shared = lens >> 4 == 15 ? 15 + varint() : lens >> 4;
    suffix = 1 + ((lens & 15) == 15 ? 15 + varint() : lens & 15);
    memcpy(term->squeezed + shared, bytes(suffix), suffix);
    term->squeezed_len = shared + suffix;
    term->len = unsqueezed(term->squeezed, term->squeezed_len, term->text);
}

static void print_term(struct term *term, uint32_t number)
{
    uint64_t head, kind, list_bytes = 0;
    const uint8_t *entry_end, *dict_end;

    read_key(term, number);
    head = varint();
    kind = head & 3;
    term->detailed = head >> 2 & 1;
    term->df = (head >> 3) + 1;
    term->total = term->df + (term->detailed ? varint() : 0);
    term->forms = 1;
    fprintf(out, "term ");
    fwrite(term->text, 1, term->len, out);
    fprintf(out, " %" PRIu64 " %" PRIu64, term->df, term->total);
    if (kind == 1) {
        fprintf(out, " ");
        print_form(term);
    } else if (kind == 2) {
        term->forms = varint() + 2;
        list_bytes = varint();
    }
    entry_end = at;
    dict_end = end;
    if (kind == 2)
        print_form_list(term, term->form_list);
    term->form_list += list_bytes;
    fprintf(out, "\n");
    at = entry_end;
    end = dict_end;
    if (term->df <= 4 && term->total <= 16) {
        print_rare(term);
    } else {
        uint64_t postings = varint(), places = varint();
        uint64_t directory = term->df > 256 ? varint() : 0;

        entry_end = at;
        print_list(term, directory);
        at = entry_end;
        end = dict_end;
        term->postings += postings;
        term->places += places;
        term->directory += directory;
    }
}

static void print_terms(void)
{
    struct term term;

    memset(&term, 0, sizeof term);
    for (uint32_t i = 0; i < terms; i++) {
        if (i % 32 == 0) {
            seek(DICT, fixed(section[KEYS] + i / 32 * 4ULL, 4));
            term.postings = varint();
            term.places = varint();
            term.directory = varint();
            term.form_list = varint();
        }
        print_term(&term, i);
    }
}

char *second_decoder_dump(const uint8_t *data, size_t len)
{
    char *text = NULL;
    size_t size = 0;

    out = open_memstream(&text, &size);
    must(out, "memory");
    open_file(data, len);
    print_articles();
    print_terms();
    must(fclose(out) == 0, "memory");
    return text;
}
