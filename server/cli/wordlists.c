/* wordlists.c - loading happens once, before an index is opened: a list with a bad line
 * is told by file and line, and nothing is searched with half of it.
 */
#include "cli/wordlists.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/command.h"

enum { LIST_BYTES_MAX = 16 << 20 };

int wordlists_check(const struct wordlists *lists)
{
    if (!lists->none || lists->terms.count + lists->synonyms.count == 0)
        return -1;
    fprintf(stderr, "msearch: --no-terms, or lists of terms and synonyms, not both\n");
    return EXIT_TROUBLE;
}

/* The reason has the file's name in it, but for want of memory. */
static int tell(const char *path, const struct error *err)
{
    if (!strstr(err->text, path))
        return command_tell(path, err);
    fprintf(stderr, "msearch: %s\n", err->text);
    return EXIT_TROUBLE;
}

static int add_files(struct terms *terms, const struct option_list *files,
                     enum terms_kind kind, struct analysis *analysis)
{
    int code = -1;
    for (size_t i = 0; i < files->count && code < 0; i++) {
        struct error err = ERROR_NONE;
        struct buf text;
        buf_init(&text, LIST_BYTES_MAX);
        if (file_read(&text, files->items[i], LIST_BYTES_MAX, &err) ||
            terms_add(terms, buf_span(&text), files->items[i], kind, analysis, &err))
            code = tell(files->items[i], &err);
        buf_release(&text);
    }
    return code;
}

int wordlists_open(struct terms **out, const struct wordlists *lists)
{
    struct error err = ERROR_NONE;
    struct analysis *analysis = NULL;
    struct terms *terms = NULL;
    int code = -1;
    *out = NULL;
    if (lists->none)
        return -1;
    if (analysis_open(&analysis, &err) || terms_open(&terms, &err) ||
        terms_add_own(terms, analysis, &err))
        code = tell("the term list", &err);
    if (code < 0)
        code = add_files(terms, &lists->terms, TERMS_PAIRS, analysis);
    if (code < 0)
        code = add_files(terms, &lists->synonyms, TERMS_SYNONYMS, analysis);
    analysis_close(analysis);
    if (code >= 0) {
        terms_close(terms);
        return code;
    }
    *out = terms;
    return -1;
}
