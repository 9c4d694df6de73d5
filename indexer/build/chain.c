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

enum { CHUNK_LEVELS = 4, SMALL_CODE = 8 };

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

    at = put_varint(at, delta << CHAIN_BITS | (uint32_t)new_form << 2 |
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

static inline void put_code(uint8_t *at, uint64_t code)
{
    for (unsigned i = 0; i < SMALL_CODE; i++)
        at[i] = (uint8_t)(code >> 8 * i);
}

/* A number below 2^21 as a varint of *len bytes, found without a branch: which length it
 * is cannot be foretold. */
static inline uint64_t short_varint(uint32_t value, unsigned *len)
{
    uint64_t spread = (value & 0x7f) | (value & 0x3f80) << 1 | (value & 0x1fc000) << 2;
    unsigned more = (unsigned)(value >= 0x80) + (unsigned)(value >= 0x4000);

    *len = more + 1;
    return spread | (0x8080 & ((1u << 8 * more) - 1));
}

/* Any code, in any chunk. */
static bool append_far(struct pool *pool, pool_ref ref, uint32_t doc, uint32_t place,
                       uint32_t form)
{
    uint8_t code[CHAIN_CODE_BYTES];
    size_t len = (size_t)(encode(code, pool_at(pool, ref), doc, place, form) - code);

    return put_slowly(pool, ref, code, len);
}

/* Most codes name a place in the field and a form as before: a number in one piece. */
bool chain_append(struct pool *pool, pool_ref ref, uint32_t doc, uint32_t place,
                  uint32_t form)
{
    struct chain *chain = pool_at(pool, ref);
    uint32_t is_new = (uint32_t)(doc != chain->last_doc) | (chain->occurrences == 0);
    uint32_t before = is_new ? 0 : chain->last_place;
    uint32_t gap = is_new ? doc - chain->last_doc : 0;
    uint32_t delta = (place - before) << CHAIN_BITS | is_new;
    bool ok = true;

    if ((place ^ before) >> PLACE_SHIFT == 0 && form == chain->last_form &&
        (delta | gap) >> 21 == 0 && chain->left >= SMALL_CODE) {
        unsigned len, gap_len;
        uint64_t code = short_varint(delta, &len);

        code |= short_varint(gap, &gap_len) << 8 * len;
        len += gap_len & (0 - is_new);
        put_code(pool_at(pool, chain->write), code); /* all of it is free */
        chain->write += len;
        chain->left = (uint16_t)(chain->left - len);
    } else {
        ok = append_far(pool, ref, doc, place, form);
        chain = pool_at(pool, ref);
    }
    chain->doc_freq += is_new;
    chain->occurrences++;
    chain->last_doc = doc;
    chain->last_place = place;
    chain->last_form = form;
    return ok;
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

void chain_next_far(struct chain_reader *reader)
{
    uint32_t code = next_varint(reader), before = 0;

    if (code & CHAIN_NEW_DOC)
        reader->doc += next_varint(reader);
    else
        before = reader->place;
    if (code & CHAIN_NEW_FIELD)
        before = PLACE(next_byte(reader), 0);
    if (code & CHAIN_NEW_FORM)
        reader->form = next_varint(reader);
    reader->delta = code >> CHAIN_BITS;
    reader->bits = code;
    reader->place = before + reader->delta;
}
