/* html_tree.h - gumbo's tree, walked without recursion.
 *
 * Layer    extract (includes base, text, ingest)
 * Memory   borrows gumbo's tree; html_text_of writes to a buf of the caller
 * Threads  pure functions
 *
 * Pages may be nested 100,000 deep, so nothing here recurses: gumbo's nodes know their
 * parent and their place in it, and that is all a walk needs.
 */
#ifndef MSEARCH_EXTRACT_HTML_TREE_H
#define MSEARCH_EXTRACT_HTML_TREE_H

#include <stdbool.h>

#include <gumbo.h>

#include "base/bytes.h"

enum html_event { HTML_ENTER, HTML_LEAVE, HTML_END };

struct html_walk {
    const GumboNode *root;
    const GumboNode *node; /* that the last event is about */
    enum html_event event;
    bool skip; /* set after HTML_ENTER: do not go into this node's children */
};

/* The first event is HTML_ENTER of the root itself, the last HTML_LEAVE of it. */
struct html_walk html_walk_open(const GumboNode *root);
enum html_event html_walk_next(struct html_walk *walk);

/* The node's tag; GUMBO_TAG_UNKNOWN for what is no element. */
GumboTag html_tag(const GumboNode *node);
/* The characters of a text node (whitespace and CDATA too), else empty. */
struct span html_node_text(const GumboNode *node);
/* An attribute's value, empty when there is none. */
struct span html_attribute(const GumboNode *node, const char *name);
/* Append text with every run of blanks as one blank, none at the buf's start. */
void html_put_text(struct buf *out, struct span text);
/* Append all text below a node: a title, a heading. */
void html_text_of(struct buf *out, const GumboNode *node);
/* Scripts, menus, forms: nothing in them belongs to an article. `forms` is false for
 * pages that lie whole in one form. */
bool html_is_dropped(const GumboNode *node, bool forms);

#endif
