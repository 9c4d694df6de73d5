/* A walk is one node and the last event:
 *
 *   ENTER n  ->  ENTER first child, or LEAVE n when there is none (or skip is set)
 *   LEAVE n  ->  ENTER next sibling, or LEAVE parent; END behind the root
 */
#include "extract/html_tree.h"

static const GumboVector *children(const GumboNode *node)
{
    if (node->type == GUMBO_NODE_DOCUMENT)
        return &node->v.document.children;
    if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE)
        return &node->v.element.children;
    return NULL;
}

struct html_walk html_walk_open(const GumboNode *root)
{
    return (struct html_walk){root, NULL, HTML_ENTER, false};
}

static enum html_event to(struct html_walk *walk, const GumboNode *node,
                          enum html_event event)
{
    walk->node = node;
    walk->event = event;
    walk->skip = false;
    return event;
}

static enum html_event after(struct html_walk *walk)
{
    const GumboNode *node = walk->node;
    if (node == walk->root || !node->parent)
        return to(walk, node, HTML_END);
    const GumboVector *siblings = children(node->parent);
    size_t next = node->index_within_parent + 1;
    if (siblings && next < siblings->length)
        return to(walk, siblings->data[next], HTML_ENTER);
    return to(walk, node->parent, HTML_LEAVE);
}

enum html_event html_walk_next(struct html_walk *walk)
{
    if (!walk->node)
        return to(walk, walk->root, HTML_ENTER);
    if (walk->event != HTML_ENTER)
        return walk->event == HTML_END ? HTML_END : after(walk);
    const GumboVector *below = children(walk->node);
    if (!walk->skip && below && below->length > 0)
        return to(walk, below->data[0], HTML_ENTER);
    return to(walk, walk->node, HTML_LEAVE);
}

GumboTag html_tag(const GumboNode *node)
{
    bool element =
        node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
    return element ? node->v.element.tag : GUMBO_TAG_UNKNOWN;
}

struct span html_node_text(const GumboNode *node)
{
    bool text = node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
                node->type == GUMBO_NODE_CDATA;
    return text ? span_text(node->v.text.text) : (struct span){NULL, 0};
}

struct span html_attribute(const GumboNode *node, const char *name)
{
    if (node->type != GUMBO_NODE_ELEMENT)
        return (struct span){NULL, 0};
    const GumboAttribute *found =
        gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? span_trim(span_text(found->value)) : (struct span){NULL, 0};
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

void html_put_text(struct buf *out, struct span text)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && !is_blank(text.data[end]))
            end++;
        if (end > at)
            buf_put(out, text.data + at, end - at);
        else if (out->len > 0 && out->data[out->len - 1] != ' ')
            buf_put_byte(out, ' ');
        at = end > at ? end : at + 1;
    }
}

void html_text_of(struct buf *out, const GumboNode *node)
{
    struct html_walk walk = html_walk_open(node);
    for (enum html_event event; (event = html_walk_next(&walk)) != HTML_END;) {
        if (event != HTML_ENTER)
            continue;
        html_put_text(out, html_node_text(walk.node));
        if (html_tag(walk.node) == GUMBO_TAG_BR)
            html_put_text(out, span_text(" "));
    }
}

static bool is_dropped_tag(GumboTag tag)
{
    static const GumboTag tags[] = {
        GUMBO_TAG_HEAD,     GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,  GUMBO_TAG_NOSCRIPT,
        GUMBO_TAG_TEMPLATE, GUMBO_TAG_NAV,      GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
        GUMBO_TAG_ASIDE,    GUMBO_TAG_IFRAME,   GUMBO_TAG_SVG,    GUMBO_TAG_BUTTON,
        GUMBO_TAG_SELECT,   GUMBO_TAG_TEXTAREA, GUMBO_TAG_OBJECT, GUMBO_TAG_CANVAS,
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i] == tag)
            return true;
    return false;
}

/* One of the words of a class attribute is the name of what surrounds articles. */
static bool is_dropped_class(struct span classes)
{
    static const char *const names[] = {
        "nav",        "navigation",  "navbar",       "menu",     "sidebar",
        "breadcrumb", "breadcrumbs", "footer",       "comments", "share",
        "social",     "related",     "pagination",   "meta",     "byline",
        "entry-meta", "post-meta",   "article-meta",
    };
    for (size_t off = 0; off < classes.len;) {
        size_t end = span_find(classes, ' ', off);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (span_equal(span_part(classes, off, end - off), span_text(names[i])))
                return true;
        off = end + 1;
    }
    return false;
}

static bool is_dropped_role(struct span role)
{
    return span_equal(role, span_text("navigation")) ||
           span_equal(role, span_text("banner")) ||
           span_equal(role, span_text("contentinfo")) ||
           span_equal(role, span_text("complementary")) ||
           span_equal(role, span_text("search"));
}

bool html_is_dropped(const GumboNode *node, bool forms)
{
    GumboTag tag = html_tag(node);
    if (node->type == GUMBO_NODE_COMMENT || is_dropped_tag(tag) ||
        (forms && tag == GUMBO_TAG_FORM))
        return true;
    if (node->type != GUMBO_NODE_ELEMENT || tag == GUMBO_TAG_BODY ||
        tag == GUMBO_TAG_HTML)
        return false;
    return gumbo_get_attribute(&node->v.element.attributes, "hidden") ||
           is_dropped_role(html_attribute(node, "role")) ||
           is_dropped_class(html_attribute(node, "class"));
}
