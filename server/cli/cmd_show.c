/* cmd_show.c - one article by its id. */
#include <stdio.h>

#include "answer/render.h"
#include "answer/result.h"
#include "cli/command.h"

struct show_options {
    const char *index, *q, *color;
    bool json;
};

static int show_article(const struct show_options *o, const char *dir, const char *id,
                        struct session *session, const struct snapshot *snapshot)
{
    struct answer_article article;
    struct error err = ERROR_NONE;
    struct answer_request request = {.as_typed = true};
    if (o->q)
        request.q = span_text(o->q);
    enum status st =
        answer_article(&article, session, snapshot, span_text(id), &request, &err);
    if (st == ST_NOT_FOUND) {
        fprintf(stderr, "msearch: %s: no article has the id %s\n", dir, id);
        return EXIT_NOTHING;
    }
    if (st)
        return command_fail(dir, &err);
    struct buf out;
    buf_init(&out, 0);
    if (o->json) {
        render_json_article(&out, &article);
        buf_put_byte(&out, '\n');
    } else {
        struct render_text_options how = {command_color(o->color), command_width()};
        render_text_article(&out, &article, &how);
    }
    int code = command_write(&out, EXIT_FOUND);
    buf_release(&out);
    return code;
}

int cmd_show(int argc, char **argv)
{
    struct show_options o = {0};
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &o.index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
        {"query", 'q', OPTION_TEXT, &o.q, "WORDS", "mark these words"},
        {"json", 'j', OPTION_FLAG, &o.json, NULL, "as JSON"},
        {"color", 0, OPTION_TEXT, &o.color, "WHEN", "auto, always or never"},
    };
    struct command_line line = {
        .usage = "msearch show [-i DIR] [OPTION]... ID",
        .summary = "Prints one article. Exit code 1 when no article has this id.",
        .options = options,
        .option_count = sizeof options / sizeof options[0],
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    code = command_check_color(o.color);
    if (code >= 0)
        return code;
    if (line.word_count != 1) {
        fprintf(stderr, "msearch: one id is needed\nusage: %s\n", line.usage);
        return EXIT_TROUBLE;
    }
    const char *dir = command_index(o.index);
    struct error err = ERROR_NONE;
    struct session *session = NULL;
    struct snapshot *snapshot = NULL;
    if (snapshot_open(&snapshot, dir, &err) || session_open(&session, &err))
        code = command_fail(dir, &err);
    else
        code = show_article(&o, dir, line.words[0], session, snapshot);
    session_close(session);
    snapshot_release(snapshot);
    return code;
}
