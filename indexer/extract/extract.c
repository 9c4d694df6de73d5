/* The registry of foreign formats, and the loop: read FORMAT NAME BYTES, parse, write
 * the answer whole. It runs inside the sandbox, so all it may do is read, write, think
 * and take memory.
 */
#include "extract/extract.h"

#include <errno.h>
#include <unistd.h>

#include "base/memory.h"
#include "extract/html.h"
#include "ingest/frame.h"

enum { ARENA_BYTES_MAX = 256 << 20, READ_BYTES = 65536 };

static const struct format extract_formats[] = {
    {"html", FORMAT_FOREIGN, NULL, html_read},
};

static const struct format *find_format(struct span name)
{
    for (size_t i = 0; i < sizeof extract_formats / sizeof *extract_formats; i++)
        if (span_equal(name, span_text(extract_formats[i].name)))
            return &extract_formats[i];
    return NULL;
}

/* Put a frame whose payload is written in place. */
static void put_article(struct buf *answer, const struct article *article)
{
    struct buf json;
    buf_init(&json, FRAME_PAYLOAD_BYTES);
    article_put_json(&json, article);
    if (json.status == ST_OK)
        frame_put(answer, FRAME_ARTICLE, buf_span(&json));
    else
        frame_put(answer, FRAME_PROBLEM, span_text("the article is too large"));
    buf_release(&json);
}

void extract_answer(struct buf *answer, struct span format_name, struct span name,
                    struct span bytes)
{
    const struct format *format = find_format(format_name);
    struct format_file file = {bytes, name};
    struct article article = {.date = 0};
    struct error err = ERROR_NONE;
    struct arena arena;
    arena_init(&arena, ARENA_BYTES_MAX);
    if (!format)
        frame_put(answer, FRAME_PROBLEM, span_text("unknown format"));
    else if (format->read(&article, &file, &arena, &err) == ST_OK)
        put_article(answer, &article);
    else
        frame_put(answer, FRAME_PROBLEM, span_text(err.text));
    frame_put(answer, FRAME_DONE, span_text(""));
    arena_release(&arena);
}

/* --- The loop ---------------------------------------------------------------- */

static bool write_all(int fd, struct span bytes)
{
    while (bytes.len > 0) {
        ssize_t written = write(fd, bytes.data, bytes.len);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            bytes = span_part(bytes, (size_t)written, bytes.len);
    }
    return true;
}

/* Append up to READ_BYTES; 0 at the end, -1 on trouble. */
static int read_more(int fd, struct buf *input)
{
    uint8_t *room = buf_grow(input, READ_BYTES);
    if (!room)
        return -1;
    ssize_t got = -1;
    do
        got = read(fd, room, READ_BYTES);
    while (got < 0 && errno == EINTR);
    input->len -= READ_BYTES - (got > 0 ? (size_t)got : 0);
    return got > 0 ? 1 : (int)got;
}

/* One frame of `kind` whole at *off of the input. 1, 0: input ended, -1: trouble. */
static int need_frame(int fd, struct buf *input, size_t *off, uint8_t kind,
                      struct frame *frame)
{
    for (;;) {
        struct span rest = span_part(buf_span(input), *off, input->len);
        if (frame_size(rest) == SIZE_MAX || (rest.len > 0 && rest.data[0] != kind))
            return -1;
        if (frame_next(buf_span(input), off, frame))
            return 1;
        int more = read_more(fd, input);
        if (more <= 0)
            return more;
    }
}

/* A whole request in `input`; the payloads are borrowed from it. */
static int read_request(int fd, struct buf *input, struct frame frames[3])
{
    static const uint8_t kinds[3] = {FRAME_FORMAT, FRAME_NAME, FRAME_BYTES};
    size_t off = 0;
    for (unsigned i = 0; i < 3; i++) {
        int got = need_frame(fd, input, &off, kinds[i], &frames[i]);
        if (got <= 0)
            return input->len > 0 ? -1 : got;
    }
    if (off != input->len)
        return -1;
    off = 0; /* the buf may have moved while it grew: take the payloads again */
    for (unsigned i = 0; i < 3; i++)
        (void)frame_next(buf_span(input), &off, &frames[i]);
    return 1;
}

int extract_serve(int in, int out)
{
    struct buf input, answer;
    buf_init(&input, FRAME_PAYLOAD_BYTES + (size_t)3 * READ_BYTES);
    buf_init(&answer, FRAME_ANSWER_BYTES);
    struct frame request[3];
    int got;
    while ((got = read_request(in, &input, request)) > 0) {
        buf_reset(&answer);
        extract_answer(&answer, request[0].payload, request[1].payload,
                       request[2].payload);
        if (answer.status != ST_OK || !write_all(out, buf_span(&answer)))
            break;
        buf_reset(&input);
    }
    buf_release(&input);
    int code = answer.status != ST_OK ? EXTRACT_EXIT_MEMORY : EXTRACT_EXIT_DONE;
    buf_release(&answer);
    return got < 0 ? EXTRACT_EXIT_PROTOCOL : code;
}
