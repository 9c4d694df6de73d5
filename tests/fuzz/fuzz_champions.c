/* fuzz_champions.c - champions of any bytes: ascending, each with a frequency. */
#include <stdlib.h>

#include "segment/champions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span directory = span_of(data, size), bytes;
    struct champions champions;

    if (!champions_cut(&directory, &bytes) ||
        !champions_decode(&champions, bytes, 1000))
        return 0;
    must(champions.count <= CHAMPIONS_MAX);
    for (unsigned i = 0; i < champions.count; i++) {
        uint64_t tf = 0;

        for (unsigned field = 0; field < FIELD_COUNT; field++)
            tf += champions.best[i].tf[field];
        must(tf > 0 && champions.best[i].doc < 1000);
        must(i == 0 || champions.best[i].doc > champions.best[i - 1].doc);
    }
    return 0;
}
