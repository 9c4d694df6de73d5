/* chain.c
 *
 *   struct chain | term | 12 bytes | next -> 60 bytes | next -> 252 | next -> 1020 ...
 *
 * One occurrence is a varint  delta << 3 | NEW_FORM << 2 | NEW_FIELD << 1 | NEW_DOC
 * and then, as its bits say, varint doc delta, one byte field, varint form. `delta` is
 * the distance from the place before within the same article and field, else the word
 * number itself. A code may run over the end of a chunk; the chunks are only storage.
 *
 * Invariant: `write` points at `left` free bytes of the chunk of size `level`, which
 * are followed by room for the next chunk's ref.
 */
#include "build/chain.h"

#include "segment/layout.h"

enum { CHUNK_LEVELS = 4, CODE_BYTES = 20, SMALL_CODE = 8 };
enum { NEW_DOC = 1, NEW_FIELD = 2, NEW_FORM = 4, DELTA_SHIFT = 3 };

static const uint16_t chunk_payload[CHUNK_LEVELS] = {12, 60, 252, 1020};

pool_ref chain_make(struct pool *pool, struct span term)
{
    size_t term_bytes = (term.len + 3) & ~(size_t)3;
    pool_ref ref = pool_alloc(pool, sizeof(struct chain) + term_bytes +
                                        chunk_payload[0] + sizeof(pool_ref));
    struct chain *chain;

    if (!ref)
        return 0;
    chain = pool_at(pool, ref);
    *chain = (struct chain){.left = chunk_payload[0], .term_len = (uint8_t)term.len};
    memcpy(chain + 1, term.data, term.len);
    chain->first = ref + (pool_ref)(sizeof *chain + term_bytes);
    chain->write = chain->first;
    return ref;
}

static inline uint8_t *put_varint(uint8_t *at, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (uint8_t)(value | 0x80);
    *at++ = (uint8_t)value;
    return at;
}

/* The code of one occurrence; returns its end. Places are below 2^28 within a field,
 * so that the shifted delta fits 32 bits (31). */
static inline uint8_t *encode(uint8_t *at, const struct chain *chain, uint32_t doc,
                              uint32_t place, uint32_t form)
{
    bool new_doc = doc != chain->last_doc || chain->occurrences == 0;
    uint32_t before = new_doc ? 0 : chain->last_place;
    bool new_field = PLACE_FIELD(place) != PLACE_FIELD(before);
    bool new_form = form != chain->last_form;
    uint32_t delta = PLACE_POS(place) - (new_field ? 0 : PLACE_POS(before));

    at = put_varint(at, delta << DELTA_SHIFT | (uint32_t)new_form << 2 |
                            (uint32_t)new_field << 1 | (uint32_t)new_doc);
    if (new_doc)
        at = put_varint(at, doc - chain->last_doc);
    if (new_field)
        *at++ = (uint8_t)PLACE_FIELD(place);
    if (new_form)
        at = put_varint(at, form);
    return at;
}

/* The current chunk is full: link the next one. */
static bool link_chunk(struct pool *pool, pool_ref ref)
{
    struct chain *chain = pool_at(pool, ref);
    uint8_t level = (uint8_t)(chain->level + (chain->level < CHUNK_LEVELS - 1));
    pool_ref chunk = pool_alloc(pool, (size_t)chunk_payload[level] + sizeof(pool_ref));

    if (!chunk)
        return false;
    chain = pool_at(pool, ref);
    memcpy(pool_at(pool, chain->write), &chunk, sizeof chunk);
    chain->write = chunk;
    chain->left = chunk_payload[level];
    chain->level = level;
    return true;
}

static bool put_slowly(struct pool *pool, pool_ref ref, const uint8_t *code, size_t len)
{
    while (len > 0) {
        struct chain *chain = pool_at(pool, ref);
        size_t part = len < chain->left ? len : chain->left;

        memcpy(pool_at(pool, chain->write), code, part);
        chain->write += (pool_ref)part;
        chain->left = (uint16_t)(chain->left - part);
        code += part;
        len -= part;
        if (len > 0 && !link_chunk(pool, ref))
            return false;
    }
    return true;
}

bool chain_append(struct pool *pool, pool_ref ref, uint32_t doc, uint32_t place,
                  uint32_t form)
{
    struct chain *chain = pool_at(pool, ref);
    uint8_t code[CODE_BYTES];
    size_t len = (size_t)(encode(code, chain, doc, place, form) - code);

    chain->doc_freq += doc != chain->last_doc || chain->occurrences == 0;
    chain->occurrences++;
    chain->last_doc = doc;
    chain->last_place = place;
    chain->last_form = form;
    if (len > SMALL_CODE || chain->left < SMALL_CODE)
        return put_slowly(pool, ref, code, len);
    memcpy(pool_at(pool, chain->write), code, SMALL_CODE); /* all of it is free */
    chain->write += (pool_ref)len;
    chain->left = (uint16_t)(chain->left - len);
    return true;
}

static void open_chunk(struct chain_reader *reader, pool_ref chunk, uint8_t level)
{
    reader->at = pool_at(reader->pool, chunk);
    reader->end = reader->at + chunk_payload[level];
    reader->level = level;
}

void chain_open(struct chain_reader *reader, const struct pool *pool, pool_ref ref)
{
    const struct chain *chain = pool_at(pool, ref);

    *reader = (struct chain_reader){.pool = pool, .left = chain->occurrences};
    open_chunk(reader, chain->first, 0);
}

static inline uint8_t next_byte(struct chain_reader *reader)
{
    if (reader->at == reader->end) {
        pool_ref chunk;
        bool last = reader->level == CHUNK_LEVELS - 1;

        memcpy(&chunk, reader->end, sizeof chunk);
        open_chunk(reader, chunk, (uint8_t)(reader->level + !last));
    }
    return *reader->at++;
}

static inline uint32_t next_varint(struct chain_reader *reader)
{
    uint32_t byte = next_byte(reader), value = byte & 0x7f;

    for (unsigned shift = 7; byte >= 0x80; shift += 7) {
        byte = next_byte(reader);
        value |= (byte & 0x7f) << shift;
    }
    return value;
}

static inline uint32_t near_varint(const uint8_t **at)
{
    uint32_t byte = *(*at)++, value = byte & 0x7f;

    for (unsigned shift = 7; byte >= 0x80; shift += 7) {
        byte = *(*at)++;
        value |= (byte & 0x7f) << shift;
    }
    return value;
}

/* The next occurrence, all of which lies in the current chunk. */
static inline void next_near(struct chain_reader *reader)
{
    const uint8_t *at = reader->at;
    uint32_t code = near_varint(&at), before;

    if (code & NEW_DOC)
        reader->doc += near_varint(&at);
    before = code & NEW_DOC ? 0 : reader->place;
    if (code & NEW_FIELD)
        before = PLACE(*at++, 0);
    reader->place = before + (code >> DELTA_SHIFT);
    if (code & NEW_FORM)
        reader->form = near_varint(&at);
    reader->at = at;
}

bool chain_next(struct chain_reader *reader)
{
    uint32_t code, before;

    if (reader->left == 0)
        return false;
    reader->left--;
    if (reader->end - reader->at >= CODE_BYTES) {
        next_near(reader);
        return true;
    }
    code = next_varint(reader);
    if (code & NEW_DOC)
        reader->doc += next_varint(reader);
    before = code & NEW_DOC ? 0 : reader->place;
    if (code & NEW_FIELD)
        before = PLACE(next_byte(reader), 0);
    reader->place = before + (code >> DELTA_SHIFT);
    if (code & NEW_FORM)
        reader->form = next_varint(reader);
    return true;
}
