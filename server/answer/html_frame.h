/* html_frame.h - what every page has: head, search box, foot.
 *
 * Layer    answer
 * Memory   appends to bufs of the caller
 * Threads  pure functions
 */
#ifndef MSEARCH_ANSWER_HTML_FRAME_H
#define MSEARCH_ANSWER_HTML_FRAME_H

#include "answer/render.h"
#include "answer/ui_text.h"

struct html_frame {
    const struct render_page *page;
    struct span title; /* of the document; the site's name is added */
    bool home;         /* the large search box */
    bool index;        /* crawlers may list this page */
    void (*put_meta)(struct buf *out, const void *context); /* may be NULL */
    const void *context;
    struct span here; /* "/search?q=…" without hl, for the interface switch */
};

void html_open(struct buf *out, const struct html_frame *frame);
void html_close(struct buf *out, const struct html_frame *frame);

/* An escaped string of the interface. */
void html_ui(struct buf *out, const struct render_page *page, enum ui_string string);
/* Hidden inputs for the filters and the sorting of the request. */
void html_hidden(struct buf *out, const struct render_page *page, bool with_q,
                 bool with_years);
void html_help(struct buf *out, const struct render_page *page);
struct span html_site(const struct render_page *page);

#endif
