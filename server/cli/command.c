/* command.c - what the subcommands share: where the index is, how trouble is told. */
#include "cli/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "segment/manifest.h"

const char *command_index(const char *given)
{
    const char *environment = getenv("MSEARCH_INDEX");
    if (given)
        return given;
    return environment && *environment ? environment : "msearch-index";
}

int command_tell(const char *what, const struct error *err)
{
    const char *text = err->text[0] ? err->text : status_text(err->status);
    fprintf(stderr, "msearch: %s: %s\n", what, text);
    if (err->status == ST_LOCKED)
        fprintf(stderr,
                "Wait for the other writer to end; searching goes on meanwhile.\n");
    return EXIT_TROUBLE;
}

int command_fail(const char *index, const struct error *err)
{
    command_tell(index, err);
    if (err->status == ST_NOT_FOUND)
        fprintf(stderr,
                "Is this the index? Name it with -i DIR or $MSEARCH_INDEX; make "
                "one with: msearch index -i DIR PATH...\n");
    return EXIT_TROUBLE;
}

int command_need(const char *index)
{
    struct error err = ERROR_NONE;
    uint64_t generation;
    return manifest_newest(&generation, index, &err) ? command_fail(index, &err) : -1;
}

int command_check_color(const char *when)
{
    if (!when || strcmp(when, "auto") == 0 || strcmp(when, "always") == 0 ||
        strcmp(when, "never") == 0)
        return -1;
    fprintf(stderr, "msearch: --color %s: auto, always or never\n", when);
    return EXIT_TROUBLE;
}

bool command_color(const char *when)
{
    const char *no = getenv("NO_COLOR");
    const char *force = getenv("CLICOLOR_FORCE");
    const char *terminal = getenv("TERM");
    if (when && strcmp(when, "always") == 0)
        return true;
    if (when && strcmp(when, "never") == 0)
        return false;
    if (no && *no)
        return false;
    if (force && *force && strcmp(force, "0") != 0)
        return true;
    if (terminal && strcmp(terminal, "dumb") == 0)
        return false;
    return isatty(STDOUT_FILENO) == 1;
}

unsigned command_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
        return size.ws_col;
    return 80;
}

const char *command_bytes(char text[24], uint64_t bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
    double value = (double)bytes;
    unsigned unit = 0;
    while (value >= 1000 && unit < 4) {
        value /= 1000;
        unit++;
    }
    snprintf(text, 24, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
    return text;
}

/* Once, and not at all when nobody reads any more. */
static int output_trouble(void)
{
    static bool told;
    if (!told && errno != EPIPE)
        fprintf(stderr, "msearch: standard output: %s\n", strerror(errno));
    told = true;
    return EXIT_TROUBLE;
}

int command_write(const struct buf *out, int code)
{
    if (out->status) {
        fprintf(stderr, "msearch: %s\n", status_text(out->status));
        return EXIT_TROUBLE;
    }
    if (out->len && fwrite(out->data, 1, out->len, stdout) != out->len)
        return output_trouble();
    return code;
}

bool command_read_line(struct buf *line)
{
    int c = getc(stdin);
    buf_reset(line);
    if (c == EOF)
        return false;
    for (; c != EOF && c != '\n'; c = getc(stdin))
        buf_put_byte(line, (uint8_t)c);
    return true;
}

int command_finish(int code)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return output_trouble();
    return code;
}

void command_join(struct buf *out, char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_put_byte(out, ' ');
        buf_put_text(out, words[i]);
    }
}
