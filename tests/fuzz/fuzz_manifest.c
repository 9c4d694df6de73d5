/* fuzz_manifest.c - any bytes as a manifest, its checksum forged. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "codec/wire.h"
#include "segment/manifest_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = ERROR_NONE;
    struct manifest manifest;
    uint8_t *copy;
    uint32_t crc;

    if (size < 24)
        return 0;
    copy = malloc(size);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    crc = hash_crc32(0, span_of(copy, size - 4));
    for (unsigned i = 0; i < 4; i++)
        copy[size - 4 + i] = (uint8_t)(crc >> (8 * i));
    if (manifest_decode(&manifest, span_of(copy, size), wire_load_u64(copy + 16),
                        &err) == ST_OK) {
        /* Rules M1 to M3 */
        if (manifest.generation == 0 || manifest.segment_count > MANIFEST_SEGMENTS_MAX)
            abort();
        for (size_t i = 0; i < manifest.segment_count; i++)
            if (manifest.segments[i].id >= manifest.next_segment_id)
                abort();
        manifest_release(&manifest);
    } else if (err.text[0] == 0) {
        abort();
    }
    free(copy);
    return 0;
}
