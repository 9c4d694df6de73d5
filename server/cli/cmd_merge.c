/* cmd_merge.c - fewer segments, nothing deleted left in them. */
#include <stdio.h>

#include "build/writer.h"
#include "cli/command.h"

int cmd_merge(int argc, char **argv)
{
    const char *index = NULL;
    uint32_t segments = 1;
    size_t memory = WRITER_MEMORY_DEFAULT;
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
        {"segments", 'n', OPTION_COUNT, &segments, "N", "segments to be left (1)"},
        {"memory", 'm', OPTION_SIZE, &memory, "SIZE", "memory to keep within (256M)"},
    };
    struct command_line line = {
        .usage = "msearch merge [-i DIR] [-n SEGMENTS]",
        .summary =
            "Merges the segments of an index and drops what was deleted. Searching "
            "goes on meanwhile.",
        .options = options,
        .wordless = true,
        .option_count = sizeof options / sizeof options[0],
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    const char *dir = command_index(index);
    code = command_need(dir);
    if (code >= 0)
        return code;
    struct error err = ERROR_NONE;
    struct writer *writer = NULL;
    struct writer_options how = {.memory_bytes = memory};
    enum status st = writer_open(&writer, dir, &how, &err);
    if (st == ST_OK)
        st = writer_merge(writer, segments ? segments : 1, &err);
    if (st == ST_OK) {
        size_t left = writer_manifest(writer)->segment_count;
        printf("%zu segment%s\n", left, left == 1 ? "" : "s");
    }
    writer_close(writer);
    return st ? command_fail(dir, &err) : EXIT_FOUND;
}
