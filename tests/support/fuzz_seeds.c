/* fuzz_seeds.c - one segment as NAME.seg in the folders of the targets that read segments.
 */
#include "support/fuzz_seeds.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/scratch.h"

void fuzz_seeds_keep(const char *name, const void *data, size_t len)
{
    static const char *const targets[] = {"columns",  "dict",    "places",
                                          "postings", "segment", "store"};
    char path[256];

    if (!getenv("MSEARCH_SEEDS_WRITE"))
        return;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        (void)snprintf(path, sizeof path, "tests/fuzz/seeds/fuzz_%s/%s.seg", targets[i],
                       name);
        FILE *seed = fopen(path, "rb");

        if (seed && fclose(seed) == 0)
            scratch_write(path, data, len);
    }
}
