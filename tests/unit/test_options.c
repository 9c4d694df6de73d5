/* test_options.c - command lines are read from a table and nothing but the table; a
 * wrong one is told with exit code 2 and changes nothing that a command would act on
 * afterwards. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/unit.h"

#include "cli/options.h"

enum { ARGS_MAX = 64 };

/* One of each kind. */
struct targets {
    bool quiet, strict;
    const char *index;
    uint32_t limit;
    size_t memory;
    struct option_list origins;
};

struct parsed {
    struct targets to;
    struct option options[6];
    struct command_line line;
    char text[1024];
    char *argv[ARGS_MAX];
    int argc, code;
};

/* Standard output and error go nowhere while a line is parsed. */
static int parse_silently(struct parsed *p)
{
    fflush(NULL);
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    assert_non_null(freopen("/dev/null", "w", stdout));
    assert_non_null(freopen("/dev/null", "w", stderr));
    int code = options_parse(&p->line, p->argc, p->argv);
    fflush(NULL);
    assert_true(dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0);
    close(out);
    close(err);
    return code;
}

/* `args` separated by '|', the command's own name left out. */
static void parse(struct parsed *p, const char *args)
{
    memset(p, 0, sizeof *p);
    p->options[0] = (struct option){"index", 'i', OPTION_TEXT, &p->to.index, "DIR", ""};
    p->options[1] = (struct option){"quiet", 'q', OPTION_FLAG, &p->to.quiet, NULL, ""};
    p->options[2] =
        (struct option){"strict", 's', OPTION_FLAG, &p->to.strict, NULL, ""};
    p->options[3] = (struct option){"limit", 'n', OPTION_COUNT, &p->to.limit, "N", ""};
    p->options[4] =
        (struct option){"memory", 0, OPTION_SIZE, &p->to.memory, "SIZE", ""};
    p->options[5] =
        (struct option){"origin", 'o', OPTION_LIST, &p->to.origins, "ORIGIN", ""};
    p->line = (struct command_line){
        .usage = "test", .summary = "", .options = p->options, .option_count = 6};
    assert_true(strlen(args) < sizeof p->text);
    memcpy(p->text, args, strlen(args) + 1);
    static char name[] = "test";
    p->argv[p->argc++] = name;
    for (char *at = p->text; at && *args;) {
        char *bar = strchr(at, '|');
        assert_true(p->argc < ARGS_MAX - 1);
        p->argv[p->argc++] = at;
        if (bar)
            *bar++ = '\0';
        at = bar;
    }
    p->code = parse_silently(p);
}

static void assert_words(const struct parsed *p, const char *want)
{
    char got[1024] = "";
    size_t len = 0;
    for (size_t i = 0; i < p->line.word_count; i++)
        len += (size_t)snprintf(got + len, sizeof got - len, "%s%s", i ? "|" : "",
                                p->line.words[i]);
    assert_string_equal(got, want);
}

static void nothing_given(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "");
    assert_int_equal(p.code, -1);
    assert_words(&p, "");
    assert_null(p.to.index);
}

static void every_way_to_give_a_value(void **state)
{
    static const char *const lines[] = {"-i|dir", "-idir", "--index|dir",
                                        "--index=dir"};
    struct parsed p;
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        parse(&p, lines[i]);
        assert_int_equal(p.code, -1);
        assert_string_equal(p.to.index, "dir");
        assert_words(&p, "");
    }
}

static void words_keep_their_order(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "биринчи|-n|5|экинчи|--quiet|үчүнчү");
    assert_int_equal(p.code, -1);
    assert_words(&p, "биринчи|экинчи|үчүнчү");
    assert_int_equal(p.to.limit, 5);
    assert_true(p.to.quiet);
}

static void letters_are_joined(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "-qsn7");
    assert_int_equal(p.code, -1);
    assert_true(p.to.quiet && p.to.strict);
    assert_int_equal(p.to.limit, 7);
    parse(&p, "-qsn|7|w");
    assert_int_equal(p.code, -1);
    assert_int_equal(p.to.limit, 7);
    assert_words(&p, "w");
}

static void two_dashes_end_options(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "-q|--|-бюджет|--strict|--");
    assert_int_equal(p.code, -1);
    assert_words(&p, "-бюджет|--strict|--");
    assert_true(p.to.quiet);
    assert_false(p.to.strict);
}

static void a_dash_alone_is_a_word(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "-|-i|-");
    assert_int_equal(p.code, -1);
    assert_words(&p, "-");
    assert_string_equal(p.to.index, "-");
}

static void a_value_may_begin_with_a_dash(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "--index|--quiet|x");
    assert_int_equal(p.code, -1);
    assert_string_equal(p.to.index, "--quiet");
    assert_false(p.to.quiet);
    assert_words(&p, "x");
}

static void an_empty_value_is_a_value(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "--index=|x");
    assert_int_equal(p.code, -1);
    assert_string_equal(p.to.index, "");
    parse(&p, "--index||x");
    assert_int_equal(p.code, -1);
    assert_string_equal(p.to.index, "");
    assert_words(&p, "x");
}

static void the_last_of_two_holds(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "-n3|--limit=9");
    assert_int_equal(p.code, -1);
    assert_int_equal(p.to.limit, 9);
}

static void sizes(void **state)
{
    static const struct {
        const char *line;
        size_t bytes;
    } cases[] = {
        {"--memory=0", 0},
        {"--memory=123", 123},
        {"--memory=8K", 8192},
        {"--memory=8k", 8192},
        {"--memory=64M", (size_t)64 << 20},
        {"--memory=64m", (size_t)64 << 20},
        {"--memory=3G", (size_t)3 << 30},
        {"--memory=18446744073709551615", SIZE_MAX},
    };
    struct parsed p;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parse(&p, cases[i].line);
        assert_int_equal(p.code, -1);
        assert_true(p.to.memory == cases[i].bytes);
    }
}

static void values_that_are_none(void **state)
{
    static const char *const lines[] = {
        "--memory=",
        "--memory=M",
        "--memory=12X",
        "--memory=12MB",
        "--memory=-1",
        "--memory=1.5M",
        "--memory=18446744073709551616",
        "--memory=99999999999999G",
        "--memory=0x10",
        "--limit=abc",
        "--limit=-3",
        "--limit=4294967296",
        "--limit=5G",
        "-n|",
        "--memory= -1",
        "--limit=+ 3",
    };
    struct parsed p;
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        parse(&p, lines[i]);
        if (p.code != EXIT_TROUBLE)
            print_error("'%s' was taken\n", lines[i]);
        assert_int_equal(p.code, EXIT_TROUBLE);
        assert_int_equal(p.to.limit, 0);
        assert_int_equal(p.to.memory, 0);
    }
}

static void lines_that_are_wrong(void **state)
{
    static const char *const lines[] = {
        "--nonsense", "--nonsense=1", "-z",       "-qz",       "--",
        "--index",    "-i",           "-qi",      "--quiet=1", "--indexes=x",
        "--inde=x",   "--=x",         "---quiet", "-бюджет",
    };
    struct parsed p;
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        parse(&p, lines[i]);
        int want = strcmp(lines[i], "--") == 0 ? -1 : EXIT_TROUBLE;
        if (p.code != want)
            print_error("'%s'\n", lines[i]);
        assert_int_equal(p.code, want);
    }
}

static void a_wordless_command_takes_none(void **state)
{
    struct parsed p;
    char name[] = "test", option[] = "-q", word[] = "сөз";
    (void)state;
    parse(&p, "");
    char *with[] = {name, option, word}, *without[] = {name, option};
    p.line.wordless = true;
    memcpy(p.argv, without, sizeof without);
    p.argc = 2;
    assert_int_equal(parse_silently(&p), -1);
    memcpy(p.argv, with, sizeof with);
    p.argc = 3;
    assert_int_equal(parse_silently(&p), 2);
}

static void help_is_no_error(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "word|--help|--nonsense");
    assert_int_equal(p.code, EXIT_FOUND);
    parse(&p, "-qh|--nonsense");
    assert_int_equal(p.code, EXIT_FOUND);
    parse(&p, "--|--help");
    assert_int_equal(p.code, -1);
    assert_words(&p, "--help");
}

static void lists_grow_to_their_cap(void **state)
{
    struct parsed p;
    (void)state;
    parse(&p, "-o|a|--origin=b|-oc");
    assert_int_equal(p.code, -1);
    assert_int_equal(p.to.origins.count, 3);
    assert_string_equal(p.to.origins.items[2], "c");
    char many[4 * (OPTION_LIST_MAX + 1) + 1] = "";
    for (size_t i = 0; i <= OPTION_LIST_MAX; i++)
        snprintf(many + 4 * i, 5, "-o1|");
    many[sizeof many - 2] = '\0'; /* the last bar */
    parse(&p, many);
    assert_int_equal(p.code, EXIT_TROUBLE);
    assert_int_equal(p.to.origins.count, OPTION_LIST_MAX);
    many[sizeof many - 6] = '\0';
    parse(&p, many);
    assert_int_equal(p.code, -1);
    assert_int_equal(p.to.origins.count, OPTION_LIST_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_given),
        cmocka_unit_test(every_way_to_give_a_value),
        cmocka_unit_test(words_keep_their_order),
        cmocka_unit_test(letters_are_joined),
        cmocka_unit_test(two_dashes_end_options),
        cmocka_unit_test(a_dash_alone_is_a_word),
        cmocka_unit_test(a_value_may_begin_with_a_dash),
        cmocka_unit_test(an_empty_value_is_a_value),
        cmocka_unit_test(the_last_of_two_holds),
        cmocka_unit_test(sizes),
        cmocka_unit_test(values_that_are_none),
        cmocka_unit_test(lines_that_are_wrong),
        cmocka_unit_test(help_is_no_error),
        cmocka_unit_test(a_wordless_command_takes_none),
        cmocka_unit_test(lists_grow_to_their_cap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
