/* json_tree.h - one JSON text as a tree in an arena.
 *
 * Layer    ingest (includes base)
 * Memory   nodes in the arena; a string without escapes is borrowed from the text, any
 *          other lies in the arena
 * Threads  as json_load.h
 *
 * A scanner of our own reads what records are made of; whatever it does not know or
 * like goes to jansson, whose tree is copied: so what is accepted, what it means and
 * what is said about the rest is jansson's in every case.
 */
#ifndef MSEARCH_INGEST_JSON_TREE_H
#define MSEARCH_INGEST_JSON_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/status.h"

enum json_kind {
    JSON_OTHER_NODE, /* null, true, false, a number that is no integer */
    JSON_STRING_NODE,
    JSON_INTEGER_NODE,
    JSON_ARRAY_NODE,
    JSON_OBJECT_NODE
};

struct json_node {
    enum json_kind kind;
    struct span name;       /* of a member */
    struct json_node *next; /* behind it in its object or array */
    struct span text;       /* of a string */
    int64_t number;
    struct json_node *first; /* what an object or array holds, */
    size_t count;            /* and how many; names are distinct */
};

/* The tree of a whole text of valid UTF-8; of two equal names the last one wins.
 * errors  as json_load_value; the arena's own status when it is full */
MUST_USE enum status json_tree_load(const struct json_node **root, struct span json,
                                    struct arena *arena, struct error *err);
/* The scanner alone: false when the text is not for it. */
bool json_tree_scan(struct json_node *root, struct span json, struct arena *arena);
/* jansson alone. */
MUST_USE enum status json_tree_convert(struct json_node *root, struct span json,
                                       struct arena *arena, struct error *err);

/* All of these may be asked of any node, and of NULL. */
static inline bool json_tree_is(const struct json_node *node, enum json_kind kind)
{
    return node && node->kind == kind;
}
/* The bytes of a string, else empty. */
static inline struct span json_tree_text(const struct json_node *node)
{
    return json_tree_is(node, JSON_STRING_NODE) ? node->text : (struct span){NULL, 0};
}
static inline int64_t json_tree_number(const struct json_node *node)
{
    return json_tree_is(node, JSON_INTEGER_NODE) ? node->number : 0;
}
/* What an array holds, in order. */
static inline size_t json_tree_count(const struct json_node *node)
{
    return json_tree_is(node, JSON_ARRAY_NODE) ? node->count : 0;
}
static inline const struct json_node *json_tree_items(const struct json_node *node)
{
    return json_tree_is(node, JSON_ARRAY_NODE) ? node->first : NULL;
}
/* The members of an object, in order. */
static inline const struct json_node *json_tree_members(const struct json_node *node)
{
    return json_tree_is(node, JSON_OBJECT_NODE) ? node->first : NULL;
}
/* An object's member of that name, or NULL. */
const struct json_node *json_tree_get(const struct json_node *node, const char *name);

#endif
