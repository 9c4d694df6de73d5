/* spec_cases.c - a line is cut at its last "=>", so that what is typed may hold one. */
#include "support/spec_cases.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/unit.h"

enum { LINE_BYTES = 4096 };

/* False for comments and blank lines. */
static bool cut_line(struct span line, struct span *typed, struct span *expected)
{
    size_t at = line.len;
    if (line.len == 0 || line.data[0] == '#')
        return false;
    for (size_t i = 0; i + 2 <= line.len; i++)
        if (line.data[i] == '=' && line.data[i + 1] == '>')
            at = i;
    assert_true(at < line.len);
    *typed = span_part(line, 0, at > 0 ? at - 1 : 0); /* the blank is not typed */
    *expected = span_trim(span_part(line, at + 2, line.len));
    return true;
}

static bool run_line(const char *name, unsigned number, struct span typed,
                     struct span expected, spec_case *check, void *context)
{
    struct buf came;
    buf_init(&came, 0);
    bool good = check(context, typed, expected, &came);
    if (!good)
        print_error("tests/spec/%s:%u: %.*s\n  came    %.*s\n  should  %.*s\n", name,
                    number, (int)typed.len, (const char *)typed.data, (int)came.len,
                    (const char *)came.data, (int)expected.len,
                    (const char *)expected.data);
    buf_release(&came);
    return good;
}

unsigned spec_cases_run(const char *name, unsigned least, spec_case *check,
                        void *context)
{
    const char *folder = getenv("MSEARCH_SPEC");
    char path[512], line[LINE_BYTES];
    struct span typed, expected;
    unsigned number = 0, failures = 0, cases = 0;
    (void)snprintf(path, sizeof path, "%s/%s", folder ? folder : "tests/spec", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        number++;
        if (!cut_line(span_text(line), &typed, &expected))
            continue;
        cases++;
        failures += !run_line(name, number, typed, expected, check, context);
    }
    (void)fclose(file);
    assert_true(cases >= least);
    return failures;
}

bool spec_word(struct span *text, struct span *word)
{
    *text = span_trim(*text);
    size_t end = span_find(*text, ' ', 0);
    *word = span_part(*text, 0, end);
    *text = span_part(*text, end, text->len);
    return word->len > 0;
}
