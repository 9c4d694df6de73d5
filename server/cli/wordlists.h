/* wordlists.h - the term list and a journal's own lists, from the flags that name them.
 *
 * Layer    cli
 * Memory   open/close object, through query/terms.h
 * Threads  one; what is loaded may be shared
 */
#ifndef MSEARCH_CLI_WORDLISTS_H
#define MSEARCH_CLI_WORDLISTS_H

#include <stdbool.h>

#include "cli/options.h"
#include "query/terms.h"

struct wordlists {
    struct option_list terms, synonyms; /* --terms FILE, --synonyms FILE */
    bool none;                          /* --no-terms */
};
/* Their rows of a table of options. */
/* clang-format off */
#define WORDLISTS_OPTIONS(lists)                                                       \
    {"terms", 0, OPTION_LIST, &(lists)->terms, "FILE",                                 \
     "more terms, Kyrgyz<TAB>Russian; repeatable"},                                     \
    {"synonyms", 0, OPTION_LIST, &(lists)->synonyms, "FILE",                           \
     "more words of one meaning, a line each; repeatable"},               \
    {"no-terms", 0, OPTION_FLAG, &(lists)->none, NULL,                                 \
     "never search through terms or synonyms"}
/* clang-format on */

/* -1, or EXIT_TROUBLE: flags that exclude each other, which was told. */
int wordlists_check(const struct wordlists *lists);
/* Our list, then those of the files. Returns -1, or EXIT_TROUBLE, and it was told with
 * the file and its line. NULL in *terms with --no-terms. */
int wordlists_open(struct terms **terms, const struct wordlists *lists);

#endif
