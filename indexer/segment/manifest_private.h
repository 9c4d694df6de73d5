/* manifest_private.h - manifests as bytes and names, for this folder and its tests.
 *
 * Layer    segment (includes base)
 * Format   FORMAT.md 3: manifest
 */
#ifndef MSEARCH_SEGMENT_MANIFEST_PRIVATE_H
#define MSEARCH_SEGMENT_MANIFEST_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "segment/manifest.h"

enum {
    MANIFEST_HEAD_BYTES = 48,
    MANIFEST_ENTRY_BYTES = 40,
    MANIFEST_BYTES_MAX =
        MANIFEST_HEAD_BYTES + MANIFEST_SEGMENTS_MAX * MANIFEST_ENTRY_BYTES + 4
};

MUST_USE enum status manifest_decode(struct manifest *manifest, struct span bytes,
                                     uint64_t generation, struct error *err);
/* One generation by its number. */
MUST_USE enum status manifest_read(struct manifest *manifest, const char *dir,
                                   uint64_t generation, struct error *err);
void manifest_path(char *path, size_t size, const char *dir, uint64_t generation,
                   const char *suffix);
/* What a file name of the index means. */
bool manifest_parse_name(const char *name, uint64_t *generation);
bool manifest_parse_file(const char *name, uint64_t *id, uint64_t *delete_generation);

#endif
