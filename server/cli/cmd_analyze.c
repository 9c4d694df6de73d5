/* cmd_analyze.c - words in, "form<TAB>stem" out: the analysis that indexing uses. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "text/analysis.h"
#include "text/utf8.h"
#include "text/words.h"

/* The terms of a line: the whole of a compound, else its parts with blanks between. */
static void put_terms(struct buf *out, struct analysis *analysis, struct span line,
                      enum lang lang)
{
    struct words words = words_open(line);
    struct span raw;
    struct analysis_word word;
    const char *sep = "";
    while (words_next(&words, &raw)) {
        analysis_word(analysis, raw, lang, &word);
        bool joined = false;
        for (unsigned i = 0; i < word.term_count; i++)
            joined = joined || word.terms[i].joined;
        for (unsigned i = 0; i < word.term_count; i++) {
            if (word.terms[i].joined != joined)
                continue;
            buf_put_text(out, sep);
            buf_put_span(out, word.terms[i].term);
            sep = " ";
        }
    }
}

static int analyze_lines(struct analysis *analysis, enum lang lang, bool guess)
{
    struct buf out, text;
    char line[8192];
    int code = EXIT_FOUND;
    buf_init(&out, 0);
    buf_init(&text, 0);
    while (code == EXIT_FOUND && fgets(line, sizeof line, stdin)) {
        struct span typed = span_trim(span_text(line));
        typed.len = span_find(typed, '\t', 0);
        buf_reset(&text);
        buf_reset(&out);
        utf8_repair(&text, typed);
        struct span valid = buf_span(&text);
        buf_put_span(&out, valid);
        buf_put_byte(&out, '\t');
        put_terms(&out, analysis, valid, guess ? lang_guess(valid, LANG_KY) : lang);
        buf_put_byte(&out, '\n');
        code = command_write(&out, EXIT_FOUND);
    }
    buf_release(&out);
    buf_release(&text);
    return code;
}

int cmd_analyze(int argc, char **argv)
{
    const char *tag = "auto";
    const struct option options[] = {
        {"lang", 'l', OPTION_TEXT, &tag, "LANG", "ky, ru, en or auto (auto)"},
    };
    struct command_line line = {
        .usage = "msearch analyze [--lang ky|ru|en|auto] <WORDS",
        .summary = "Reads words from standard input, one a line, and prints each with "
                   "its stem: form<TAB>stem.",
        .options = options,
        .option_count = 1,
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    bool guess = strcmp(tag, "auto") == 0;
    enum lang lang = lang_from_tag(span_text(tag));
    if (!guess && lang == LANG_UND) {
        fprintf(stderr, "msearch: --lang %s: ky, ru, en or auto\n", tag);
        return EXIT_TROUBLE;
    }
    struct analysis *analysis = NULL;
    struct error err = ERROR_NONE;
    if (analysis_open(&analysis, &err))
        return command_fail("analyze", &err);
    code = analyze_lines(analysis, lang, guess);
    analysis_close(analysis);
    return code;
}
