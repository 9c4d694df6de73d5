/* utf8_nfc.c - normalisation form C, touching only what may change.
 *
 *   text    = calm* cluster*      calm: no mark, joins nothing before it, and is its
 *   cluster = calm? restless+           own NFC form (fold_table's FOLD_JOINS)
 *
 * Calm text is copied as it is; only clusters go through utf8proc. In a run of more
 * than MARKS_MAX combining marks a U+034F is put in, as UAX #15's stream-safe process
 * does: it bounds the sorting of marks, so that time is linear in any text.
 */
#include "text/fold_table.h"
#include "text/utf8.h"

#include <utf8proc.h>

enum { MARKS_MAX = 30, JOINER = 0x034F, CODE_ROOM = 4 /* longest decomposition */ };

/* True when nothing that begins with this byte is restless: U+0000..02FF, U+0400..047F,
 * U+04C0..04FF; a continuation byte is passed over with its lead byte. */
static bool lead_is_calm(uint8_t byte)
{
    return byte < 0xCC || byte == 0xD0 || byte == 0xD1 || byte == 0xD3;
}

/* Where the next cluster begins at or after `off` (or text.len); *more is past its end.
 */
static size_t cluster_find(struct span text, size_t off, size_t *more)
{
    size_t calm = off; /* start of the last calm code point */
    while (off <
           text.len) { /* valid text: a calm lead byte over C1 has one byte more */
        uint8_t byte = text.data[off];
        if (lead_is_calm(byte)) {
            calm = (byte & 0xC0) != 0x80 ? off : calm;
            off += byte >= 0xC2 ? 2 : 1;
            continue;
        }
        size_t start = off;
        if (!(fold_flags(utf8_next(text, &off)) & FOLD_JOINS)) {
            calm = start;
            continue;
        }
        for (start = off; off < text.len; start = off) {
            if (!(fold_flags(utf8_next(text, &off)) & FOLD_JOINS))
                break;
        }
        *more = start;
        return calm;
    }
    *more = text.len;
    return text.len;
}

/* Marks between two starters go into the order of their classes, stably. */
static void sort_mark(int32_t *codes, size_t last)
{
    int32_t code = codes[last];
    utf8proc_propval_t order = utf8proc_get_property(code)->combining_class;
    size_t i = last;
    for (; order != 0 && i > 0; i--) {
        if (utf8proc_get_property(codes[i - 1])->combining_class <= order)
            break;
        codes[i] = codes[i - 1];
    }
    codes[i] = code;
}

/* Decompose a cluster into `codes`, marks sorted; returns how many. */
static size_t decompose(int32_t *codes, struct span cluster)
{
    size_t count = 0;
    size_t marks = 0;
    for (size_t off = 0; off < cluster.len;) {
        int32_t parts[CODE_ROOM];
        int bound = 0;
        int32_t code = (int32_t)utf8_next(cluster, &off);
        utf8proc_ssize_t n =
            utf8proc_decompose_char(code, parts, CODE_ROOM, UTF8PROC_DECOMPOSE, &bound);
        for (utf8proc_ssize_t i = 0; i < n && i < CODE_ROOM; i++) {
            bool mark = utf8proc_get_property(parts[i])->combining_class != 0;
            marks = mark ? marks + 1 : 0;
            if (marks > MARKS_MAX) {
                codes[count++] = JOINER;
                marks = 1;
            }
            codes[count] = parts[i];
            sort_mark(codes, count++);
        }
    }
    return count;
}

static void put_cluster(struct buf *out, struct span cluster)
{
    struct buf room;
    buf_init(&room, 0);
    /* every byte a code point, all of them decomposed, each with a joiner */
    size_t size = cluster.len * (CODE_ROOM + 1) * sizeof(int32_t);
    int32_t *codes = (int32_t *)(void *)buf_grow(&room, size);
    if (codes != NULL) {
        size_t count = decompose(codes, cluster);
        utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
        utf8proc_ssize_t n =
            utf8proc_normalize_utf32(codes, (utf8proc_ssize_t)count, options);
        for (utf8proc_ssize_t i = 0; i < n; i++)
            utf8_put(out, (uint32_t)codes[i]);
    } else if (out->status == ST_OK) {
        out->status = room.status;
    }
    buf_release(&room);
}

void utf8_nfc(struct buf *out, struct span text)
{
    for (size_t off = 0; off < text.len;) {
        size_t more = text.len;
        size_t start = cluster_find(text, off, &more);
        buf_put(out, text.data + off, start - off);
        if (start < more)
            put_cluster(out, span_of(text.data + start, more - start));
        off = more;
    }
}

bool utf8_is_nfc(struct span text)
{
    bool same = true;
    struct buf form;
    buf_init(&form, 0);
    for (size_t off = 0; off < text.len && same;) {
        size_t more = text.len;
        size_t start = cluster_find(text, off, &more);
        buf_reset(&form);
        if (start < more)
            put_cluster(&form, span_of(text.data + start, more - start));
        same = form.status == ST_OK &&
               span_equal(buf_span(&form), span_of(text.data + start, more - start));
        off = more;
    }
    buf_release(&form);
    return same;
}
