/* cmd_analyze.c - words in, "form<TAB>stem" out: the analysis that indexing uses. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "text/analysis.h"
#include "text/utf8.h"
#include "text/words.h"

enum { LINE_BYTES_MAX = 1 << 20 };

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

/* What the words of a run need. */
struct analyzer {
    struct analysis *analysis;
    enum lang lang;
    bool guess; /* the language, of each line */
    struct buf text, out;
};

/* Up to a tab, so that a table's first column can be fed in. */
static int analyze_line(struct analyzer *a, struct span typed)
{
    typed.len = span_find(typed, '\t', 0);
    buf_reset(&a->text);
    buf_reset(&a->out);
    utf8_repair(&a->text, span_trim(typed));
    struct span valid = buf_span(&a->text);
    buf_put_span(&a->out, valid);
    buf_put_byte(&a->out, '\t');
    put_terms(&a->out, a->analysis, valid,
              a->guess ? lang_guess(valid, LANG_KY) : a->lang);
    buf_put_byte(&a->out, '\n');
    return command_write(a->text.status ? &a->text : &a->out, EXIT_FOUND);
}

/* A line of any length within reason, without its end; false at the end of the input.
 */
static bool read_line(struct buf *line)
{
    int c = getc(stdin);
    buf_reset(line);
    if (c == EOF)
        return false;
    for (; c != EOF && c != '\n'; c = getc(stdin))
        buf_put_byte(line, (uint8_t)c);
    return true;
}

static int analyze_input(struct analyzer *a)
{
    struct buf line;
    int code = EXIT_FOUND;
    buf_init(&line, LINE_BYTES_MAX);
    while (code == EXIT_FOUND && read_line(&line))
        code = line.status ? command_write(&line, EXIT_TROUBLE)
                           : analyze_line(a, buf_span(&line));
    buf_release(&line);
    if (code == EXIT_FOUND && ferror(stdin)) {
        perror("msearch: standard input");
        return EXIT_TROUBLE;
    }
    return code;
}

static int analyze(enum lang lang, bool guess, const struct command_line *line)
{
    struct analyzer a = {.lang = lang, .guess = guess};
    struct error err = ERROR_NONE;
    int code = EXIT_FOUND;
    if (analysis_open(&a.analysis, &err))
        return command_tell("analyze", &err);
    buf_init(&a.out, 0);
    buf_init(&a.text, 0);
    for (size_t i = 0; i < line->word_count && code == EXIT_FOUND; i++)
        code = analyze_line(&a, span_text(line->words[i]));
    if (line->word_count == 0)
        code = analyze_input(&a);
    buf_release(&a.out);
    buf_release(&a.text);
    analysis_close(a.analysis);
    return code;
}

int cmd_analyze(int argc, char **argv)
{
    const char *tag = "auto";
    const struct option options[] = {
        {"lang", 'l', OPTION_TEXT, &tag, "LANG", "ky, ru, en or auto (auto)"},
    };
    struct command_line line = {
        .usage = "msearch analyze [--lang ky|ru|en|auto] [WORD]...",
        .summary = "Prints each word with its stem, form<TAB>stem. Without words they "
                   "are read "
                   "from\nstandard input, one a line, up to a tab.",
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
    return analyze(lang, guess, &line);
}
