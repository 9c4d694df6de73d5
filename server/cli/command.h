/* command.h - the subcommands, and what they share.
 *
 * Layer    cli
 * Memory   see each
 * Threads  one
 */
#ifndef MSEARCH_CLI_COMMAND_H
#define MSEARCH_CLI_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "cli/options.h"

#define MSEARCH_VERSION "0.1.0"

/* Freed memory that a program which answers many queries keeps, a thread. */
enum { COMMAND_KEEP_BYTES = 4 << 20 };

/* Each gets argv from its own name on, and returns the exit code. */
int cmd_index(int argc, char **argv);
int cmd_query(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_delete(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_stats(int argc, char **argv);
int cmd_analyze(int argc, char **argv);
int cmd_bench(int argc, char **argv);

/* -i, else $MSEARCH_INDEX, else ./msearch-index */
const char *command_index(const char *given);
/* "msearch: <what>: text" on standard error, with what to do when the index is in use;
 * returns EXIT_TROUBLE. */
int command_tell(const char *what, const struct error *err);
/* The same of an index that has to be there: when it is not, how it is named and made.
 */
int command_fail(const char *index, const struct error *err);
/* For commands whose writer would make the folder: -1 when `index` is one, else
 * EXIT_TROUBLE, and it was told. */
int command_need(const char *index);
/* -1 when `when` is what command_color takes, else EXIT_TROUBLE, and it was told. */
int command_check_color(const char *when);
/* Colour on standard output: `when` is "auto", "always", "never" or NULL (auto).
 * NO_COLOR with any content and TERM=dumb switch auto off, CLICOLOR_FORCE on. */
bool command_color(const char *when);
/* Columns of the terminal, 80 when there is none. */
unsigned command_width(void);
/* "12.3 MB": decimal units. Returns `text`. */
const char *command_bytes(char text[24], uint64_t bytes);
/* Write all of it to standard output; EXIT_TROUBLE (silently on a closed pipe). */
int command_write(const struct buf *out, int code);
/* The next line of standard input without its end, up to the buf's limit; false at the
 * end of the input. */
bool command_read_line(struct buf *line);
/* What is still buffered goes out: `code`, or EXIT_TROUBLE when it could not. */
int command_finish(int code);
/* The words joined by one space. */
void command_join(struct buf *out, char *const *words, size_t count);

#endif
