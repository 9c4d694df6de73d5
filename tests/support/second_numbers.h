/* second_numbers.h - numbers, packed blocks, bits, squeezed terms, offsets and lengths.
 *
 * Layer    tests
 * Format   FORMAT.md 2, 8, 10
 * Memory   reads at `at`, up to `end`
 * Threads  one
 *
 * The first half of second_decoder.c, which alone includes it.
 */
#ifndef MSEARCH_TESTS_SECOND_NUMBERS_H
#define MSEARCH_TESTS_SECOND_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t *at, *end; /* the reader's place */

static void must(bool good, const char *rule)
{
    if (good)
        return;
    fprintf(stderr, "second decoder: rule %s\n", rule);
    abort();
}

static uint64_t fixed(const uint8_t *p, unsigned bytes)
{
    uint64_t value = 0;

    for (unsigned i = bytes; i > 0; i--)
        value = value << 8 | p[i - 1];
    return value;
}

static const uint8_t *bytes(uint64_t count)
{
    must(count <= (uint64_t)(end - at), "K2");
    at += count;
    return at - count;
}

static uint64_t varint(void)
{
    uint64_t value = 0;
    unsigned shift = 0;
    uint8_t byte;

    do {
        byte = *bytes(1);
        value |= (uint64_t)(byte & 127) << shift;
        shift += 7;
    } while (byte & 128);
    return value;
}

static uint64_t bit_range(const uint8_t *p, uint64_t from, unsigned count)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < count; i++)
        value |= (uint64_t)(p[(from + i) / 8] >> (from + i) % 8 & 1) << i;
    return value;
}

/* Whether bit `bit` of the bytes, which has to be there, is 0. */
static bool is_zero(const uint8_t *p, uint64_t len, uint64_t bit, const char *rule)
{
    must(bit < len * 8, rule);
    return bit_range(p, bit, 1) == 0;
}

static void bit_packed(uint32_t *v, unsigned n, unsigned b)
{
    const uint8_t *p = bytes(((uint64_t)n * b + 7) / 8);

    for (unsigned i = 0; i < n; i++) {
        if (n < 256) {
            v[i] = (uint32_t)bit_range(p, (uint64_t)i * b, b);
            continue;
        }
        v[i] = 0; /* lane i % 8, its bits (i / 8) * b .. */
        for (unsigned k = 0; k < b; k++) {
            unsigned bit = i / 8 * b + k;

            v[i] |=
                (uint32_t)(fixed(p + 4 * (8 * (bit / 32) + i % 8), 4) >> bit % 32 & 1)
                << k;
        }
    }
}

static void unpack_form(uint32_t *v, unsigned n, unsigned form)
{
    if (form >= 0x80 || form == 0x21) {
        uint32_t value = form >= 0x80 ? form - 0x7F : (uint32_t)varint();

        for (unsigned i = 0; i < n; i++)
            v[i] = value;
    } else if (form == 0x22) {
        for (unsigned i = 0; i < n; i++)
            v[i] = (uint32_t)varint();
    } else if (form <= 0x20) {
        bit_packed(v, n, form);
    } else if (form >= 0x60) {
        unsigned size = *bytes(1);
        const uint8_t *ones;

        must(form <= 0x7B, "K1");
        bit_packed(v, n, form - 0x60);
        ones = bytes(size);
        for (unsigned i = 0, bit = 0; i < n; i++, bit++)
            while (is_zero(ones, size, bit, "K9")) {
                v[i] += 1U << (form - 0x60);
                bit++;
            }
    } else {
        unsigned count = *bytes(1);
        const uint8_t *positions;

        must(form >= 0x40 && form <= 0x5F, "K1");
        bit_packed(v, n, form - 0x40);
        positions = bytes(count);
        for (unsigned i = 0; i < count; i++) {
            must(positions[i] < n, "K6");
            v[positions[i]] |= (uint32_t)varint() << (form - 0x40);
        }
    }
}

static void unpack(uint32_t *v, unsigned n)
{
    unpack_form(v, n, *bytes(1));
}

static void unpack_docs(uint32_t *v, unsigned n, uint32_t before)
{
    unsigned form = *bytes(1);

    if (form == 0x25) {
        uint32_t first = before + 1 + (uint32_t)varint();
        unsigned size = (unsigned)fixed(bytes(2), 2), found = 0;
        const uint8_t *bits = bytes(size);

        for (unsigned j = 0; j < size * 8; j++)
            if (bits[j / 8] >> j % 8 & 1) {
                must(found < n, "K8");
                v[found++] = first + j;
            }
        must(found == n, "K8");
        return;
    }
    memset(v, 0, n * sizeof *v);
    if (form == 0x24 || form == 0x26)
        v[0] = (uint32_t)varint();
    if (form == 0x26)
        unpack(v + 1, n - 1);
    else if (form != 0x24)
        unpack_form(v, n, form);
    for (unsigned i = 0; i < n; i++) {
        v[i] += before + 1;
        before = v[i];
    }
}

/* Numbers as bits: the next one's number and where its zeros begin. */
struct numbers {
    const uint8_t *unary, *lows;
    uint64_t unary_len, lows_len, at, bit;
    unsigned low;
};

static uint32_t next_number(struct numbers *in)
{
    uint32_t high = 0;

    while (is_zero(in->unary, in->unary_len, in->bit++, "W2"))
        high++;
    return high << in->low | (uint32_t)bit_range(in->lows, in->at++ * in->low, in->low);
}

static size_t unsqueezed(const uint8_t *p, size_t len, uint8_t *text)
{
    static const uint8_t letters[] = {0xD2, 0xA3, 0xD2, 0xAF, 0xD3, 0xA9};
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        if (p[i] >= 0x80) {
            text[n++] = p[i] < 0xC0 ? 0xD0 : 0xD1;
            text[n++] = (uint8_t)(0x80 + p[i] % 64);
        } else if (p[i] >= 5) {
            text[n++] = p[i];
        } else if (p[i] == 0) {
            text[n++] = p[++i];
        } else {
            text[n++] = letters[2 * p[i] - 2];
            text[n++] = letters[2 * p[i] - 1];
        }
    }
    return n;
}

/* Letters of the lead bytes D0..D3 that our test terms have; the rest is not done here.
 */
static size_t squeezed(const uint8_t *text, size_t len, uint8_t *p)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        uint8_t byte = text[i];

        if (byte >= 0xD0) {
            uint8_t second = text[++i];

            if (byte <= 0xD1)
                byte = (uint8_t)(second + (byte - 0xD0) * 64);
            else
                byte = byte == 0xD3 ? 3 : second == 0xAF ? 2 : 1;
        } else {
            must(byte >= 5 && byte < 0x80, "this decoder");
        }
        p[n++] = byte;
    }
    return n;
}

static uint32_t length_of(uint8_t code)
{
    return code <= 40 ? code : (8 + (code - 38U) % 8) * 4 << (code - 38U) / 8;
}

/* Where block `i` of a list begins, in postings (column 0) or places (column 1). */
static uint64_t block_off(const uint8_t *dir, uint64_t blocks, uint64_t i,
                          unsigned column)
{
    uint64_t groups = (blocks + 31) / 32;
    unsigned width = column == 0 ? 2 : dir[0];
    const uint8_t *group = dir + 2 + blocks * 5;
    const uint8_t *lens = group + groups * 12 + (column == 0 ? 0 : blocks * 2);
    uint64_t off = fixed(group + i / 32 * 12 + column * 4, 4);

    for (uint64_t k = i / 32 * 32; k < i; k++)
        off += fixed(lens + k * width, width);
    return off;
}

/* The parts of a block that are there: in bodies, beside, forms. */
static void read_parts(struct numbers part[3], const bool there[3])
{
    unsigned last = there[2] ? 2 : there[1] ? 1 : 0;

    for (unsigned i = 0; i <= last; i++) {
        uint64_t head = there[i] ? varint() : 0;

        part[i] = (struct numbers){.unary_len = head >> 5, .low = head & 31};
        part[i].lows_len = there[i] && i < last ? varint() : 0;
    }
    for (unsigned i = 0; i <= last; i++) {
        part[i].unary = bytes(part[i].unary_len);
        part[i].lows = bytes(part[i].lows_len);
    }
}

#endif
