/* options.c - one pass over argv; words are moved to its front in their order.
 *
 *   --name  --name=value  --name value  -n value  -nvalue  -qs (flags)  --  (ends)
 */
#include "cli/options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option *by_name(const struct command_line *line, const char *name,
                                    size_t len)
{
    for (size_t i = 0; i < line->option_count; i++) {
        const struct option *o = &line->options[i];
        if (strlen(o->name) == len && memcmp(o->name, name, len) == 0)
            return o;
    }
    return NULL;
}

static const struct option *by_letter(const struct command_line *line, char letter)
{
    for (size_t i = 0; i < line->option_count; i++)
        if (line->options[i].letter == letter)
            return &line->options[i];
    return NULL;
}

/* "256M" to bytes; false when it is no such thing. */
static bool parse_size(const char *text, size_t *out)
{
    char *end = NULL;
    if (*text < '0' || *text > '9') /* strtoull takes blanks and signs */
        return false;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    if (errno)
        return false;
    unsigned shift = 0;
    switch (*end) {
    case 'K':
    case 'k':
        shift = 10;
        break;
    case 'M':
    case 'm':
        shift = 20;
        break;
    case 'G':
    case 'g':
        shift = 30;
        break;
    default:
        break;
    }
    if (shift)
        end++;
    if (*end || n > (SIZE_MAX >> shift))
        return false;
    *out = (size_t)n << shift;
    return true;
}

static bool parse_count(const char *text, uint32_t *out)
{
    size_t n = 0;
    if (!parse_size(text, &n) || n > UINT32_MAX)
        return false;
    *out = (uint32_t)n;
    return true;
}

static int trouble(const struct command_line *line, const char *what, const char *arg)
{
    fprintf(stderr, "msearch: %s: %s\nusage: %s\n", what, arg, line->usage);
    return EXIT_TROUBLE;
}

/* Set the option's variable; -1, or the exit code. */
static int take(const struct command_line *line, const struct option *o,
                const char *value)
{
    bool good = true;
    switch (o->kind) {
    case OPTION_FLAG:
        *(bool *)o->target = true;
        break;
    case OPTION_TEXT:
        *(const char **)o->target = value;
        break;
    case OPTION_COUNT:
        good = parse_count(value, o->target);
        break;
    case OPTION_SIZE:
        good = parse_size(value, o->target);
        break;
    case OPTION_LIST: {
        struct option_list *list = o->target;
        good = list->count < OPTION_LIST_MAX;
        if (good)
            list->items[list->count++] = value;
        break;
    }
    }
    if (good)
        return -1;
    fprintf(stderr, "msearch: --%s %s: not a value of this option\nusage: %s\n",
            o->name, value, line->usage);
    return EXIT_TROUBLE;
}

static void print_help(const struct command_line *line)
{
    printf("usage: %s\n\n%s\n", line->usage, line->summary);
    if (line->option_count)
        printf("\n");
    for (size_t i = 0; i < line->option_count; i++) {
        const struct option *o = &line->options[i];
        char left[64];
        snprintf(left, sizeof left, "%c%c%s--%s%s%s", o->letter ? '-' : ' ',
                 o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name,
                 o->value ? " " : "", o->value ? o->value : "");
        printf("  %-26s %s\n", left, o->help);
    }
    printf("  %-26s %s\n", "-h, --help", "this");
}

/* "--name", "--name=value", "--name value". */
static int take_long(struct command_line *line, int argc, char **argv, int *at)
{
    const char *name = argv[*at] + 2;
    size_t len = strcspn(name, "=");
    if (len == 4 && memcmp(name, "help", 4) == 0) {
        print_help(line);
        return EXIT_FOUND;
    }
    const struct option *o = by_name(line, name, len);
    if (!o)
        return trouble(line, "no such option", argv[*at]);
    const char *value = name[len] == '=' ? name + len + 1 : NULL;
    if (o->kind == OPTION_FLAG)
        return value ? trouble(line, "this option takes no value", argv[*at])
                     : take(line, o, NULL);
    if (!value && *at + 1 >= argc)
        return trouble(line, "this option needs a value", argv[*at]);
    return take(line, o, value ? value : argv[++*at]);
}

/* "-qs", "-n10", "-n 10". */
static int take_letters(struct command_line *line, int argc, char **argv, int *at)
{
    const char *whole = argv[*at];
    for (const char *p = whole + 1; *p; p++) {
        const struct option *o = by_letter(line, *p);
        if (!o && *p == 'h') {
            print_help(line);
            return EXIT_FOUND;
        }
        if (!o)
            return trouble(
                line, "no such option (write -- before a query that begins with -)",
                whole);
        if (o->kind == OPTION_FLAG) {
            int code = take(line, o, NULL);
            if (code >= 0)
                return code;
            continue;
        }
        if (!p[1] && *at + 1 >= argc)
            return trouble(line, "this option needs a value", whole);
        return take(line, o, p[1] ? p + 1 : argv[++*at]);
    }
    return -1;
}

int options_parse(struct command_line *line, int argc, char **argv)
{
    bool ended = false;
    int kept = 0;
    line->words = argv;
    for (int at = 1; at < argc; at++) {
        char *arg = argv[at];
        int code = -1;
        if (ended || arg[0] != '-' || arg[1] == '\0')
            argv[kept++] = arg;
        else if (strcmp(arg, "--") == 0)
            ended = true;
        else if (arg[1] == '-')
            code = take_long(line, argc, argv, &at);
        else
            code = take_letters(line, argc, argv, &at);
        if (code >= 0)
            return code;
    }
    line->word_count = (size_t)kept;
    if (line->wordless && kept)
        return trouble(line, "this command takes options only", argv[0]);
    return -1;
}
