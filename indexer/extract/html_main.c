/* Without a mark of its own the article is where the running text is. Every text node
 * of some length that is no link gives its length to the block around it: whole to the
 * block's parent when the block is a paragraph, to the block itself when it is a
 * container, and half to the one above. The highest sum wins, the first of equals.
 *
 *   <div>                     <- 120 + 200
 *     <p>120 letters</p>
 *     <p>200 letters</p>
 */
#include "extract/html_main.h"

#include "base/hash.h"

enum {
    TEXT_MIN = 25,     /* bytes; less is a label */
    ARTICLE_MIN = 200, /* bytes; an <article> with less is a teaser */
    LOOK_UP_MAX = 16   /* levels up in which the block is looked for */
};

static bool is_paragraph(GumboTag tag)
{
    return tag == GUMBO_TAG_P || tag == GUMBO_TAG_LI || tag == GUMBO_TAG_BLOCKQUOTE ||
           tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_DD || tag == GUMBO_TAG_DT;
}

static bool is_container(GumboTag tag)
{
    return tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_TD || tag == GUMBO_TAG_SECTION ||
           tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_MAIN || tag == GUMBO_TAG_BODY ||
           tag == GUMBO_TAG_CENTER || tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL;
}

/* The block that a text node's length is given to; NULL inside a link. */
static const GumboNode *block_of(const GumboNode *text)
{
    const GumboNode *node = text->parent;
    for (unsigned level = 0; node && level < LOOK_UP_MAX; level++) {
        GumboTag tag = html_tag(node);
        if (tag == GUMBO_TAG_A)
            return NULL;
        if (is_paragraph(tag))
            return node->parent;
        if (is_container(tag))
            return node;
        node = node->parent;
    }
    return NULL;
}

struct scores {
    struct hash_table table; /* the node's address -> its score */
    struct arena *arena;
    const GumboNode *best;
    uint64_t best_score;
};

static void give(struct scores *scores, const GumboNode *node, uint64_t score)
{
    if (!node || node->type != GUMBO_NODE_ELEMENT || html_tag(node) == GUMBO_TAG_HTML)
        return;
    bool is_new;
    struct span key = span_of(&node, sizeof node);
    uint64_t *sum = hash_table_get(&scores->table, key);
    if (!sum) {
        key = arena_copy(scores->arena, key);
        sum = key.data ? hash_table_put(&scores->table, key, &is_new) : NULL;
    }
    if (!sum)
        return;
    *sum += score;
    if (*sum > scores->best_score) {
        scores->best_score = *sum;
        scores->best = node;
    }
}

static const GumboNode *densest(const GumboNode *document, struct arena *scratch)
{
    struct scores scores = {.arena = scratch};
    hash_table_init(&scores.table);
    struct html_walk walk = html_walk_open(document);
    for (enum html_event event; (event = html_walk_next(&walk)) != HTML_END;) {
        if (event != HTML_ENTER)
            continue;
        walk.skip = html_is_dropped(walk.node, false);
        struct span text = span_trim(html_node_text(walk.node));
        const GumboNode *block = text.len >= TEXT_MIN ? block_of(walk.node) : NULL;
        if (block) {
            give(&scores, block, text.len);
            give(&scores, block->parent, text.len / 2);
        }
    }
    hash_table_release(&scores.table);
    return scores.best;
}

/* Bytes of text below a node, ARTICLE_MIN at most. */
static size_t text_below(const GumboNode *node)
{
    size_t bytes = 0;
    struct html_walk walk = html_walk_open(node);
    for (enum html_event event;
         bytes < ARTICLE_MIN && (event = html_walk_next(&walk)) != HTML_END;) {
        if (event != HTML_ENTER)
            continue;
        walk.skip = html_is_dropped(walk.node, false);
        if (!walk.skip)
            bytes += span_trim(html_node_text(walk.node)).len;
    }
    return bytes;
}

static unsigned mark_of(const GumboNode *node)
{
    if (node->type != GUMBO_NODE_ELEMENT)
        return 0;
    if (span_equal(html_attribute(node, "itemprop"), span_text("articleBody")))
        return 3;
    GumboTag tag = html_tag(node);
    return tag == GUMBO_TAG_ARTICLE ? 2 : tag == GUMBO_TAG_MAIN ? 1 : 0;
}

/* The strongest mark, the first of equals. Each mark is tried once, so that nested
 * empty ones cost no more than the page is long. */
static const GumboNode *marked(const GumboNode *document)
{
    const GumboNode *best = NULL;
    unsigned best_mark = 0, tries = 0;
    struct html_walk walk = html_walk_open(document);
    for (enum html_event event; (event = html_walk_next(&walk)) != HTML_END;) {
        if (event != HTML_ENTER)
            continue;
        unsigned mark = mark_of(walk.node);
        if (mark > best_mark && tries++ < 64 && text_below(walk.node) >= ARTICLE_MIN) {
            best = walk.node;
            best_mark = mark;
        }
    }
    return best;
}

const GumboNode *html_find_main(const GumboNode *document, struct arena *scratch)
{
    const GumboNode *found = marked(document);
    if (!found)
        found = densest(document, scratch);
    return found ? found : document;
}
