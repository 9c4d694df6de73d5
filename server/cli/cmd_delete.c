/* cmd_delete.c - remove articles by id. */
#include <inttypes.h>
#include <stdio.h>

#include "build/writer.h"
#include "cli/command.h"

static int delete_ids(const char *dir, char *const *ids, size_t count)
{
    struct error err = ERROR_NONE;
    struct writer *writer = NULL;
    size_t missing = 0;
    enum status st = writer_open(&writer, dir, &(struct writer_options){0}, &err);
    for (size_t i = 0; st == ST_OK && i < count; i++) {
        struct error why = ERROR_NONE;
        enum status one = writer_delete(writer, span_text(ids[i]), &why);
        if (one == ST_NOT_FOUND) {
            fprintf(stderr, "msearch: no article has the id %s\n", ids[i]);
            missing++;
        } else if (one) {
            err = why;
            st = one;
        }
    }
    if (st == ST_OK)
        st = writer_commit(writer, &err);
    writer_close(writer);
    if (st)
        return command_fail(dir, &err);
    printf("deleted %zu\n", count - missing);
    return missing == count ? EXIT_NOTHING : EXIT_FOUND;
}

int cmd_delete(int argc, char **argv)
{
    const char *index = NULL;
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
    };
    struct command_line line = {
        .usage = "msearch delete [-i DIR] ID...",
        .summary = "Removes articles. Exit code 1 when none of the ids is there.",
        .options = options,
        .option_count = 1,
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    if (line.word_count == 0) {
        fprintf(stderr, "msearch: which articles?\nusage: %s\n", line.usage);
        return EXIT_TROUBLE;
    }
    code = command_need(command_index(index));
    if (code >= 0)
        return code;
    return delete_ids(command_index(index), line.words, line.word_count);
}
