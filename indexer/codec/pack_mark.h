/* pack_mark.h - documents of a packed block as bits, without making numbers of them.
 *
 * Layer    codec (includes base)
 * Format   FORMAT.md 2: forms 00, 24, 40 (runs), 25 (bitset)
 * Memory   the caller's bits
 * Threads  no shared state
 */
#ifndef MSEARCH_CODEC_PACK_MARK_H
#define MSEARCH_CODEC_PACK_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec/wire.h"

/* Sets bit id - base for each document id of the block within [base, base + 64 * words).
 * `before` and `count` as for pack_decode_docs; `last` is the document that the block
 * must end with, below UINT32_MAX. False, with nothing set, when the block has another
 * form, ends elsewhere or breaks a rule: pack_decode_docs tells which. Only the number of
 * bits of a bitset (K8) is not looked at. */
MUST_USE bool pack_mark_docs(struct wire_reader in, uint32_t before, size_t count,
                             uint32_t last, uint32_t base, uint64_t *bits,
                             size_t words);

#endif
