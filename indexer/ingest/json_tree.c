/* json_tree.c - the scanner first, jansson for the rest.
 *
 *   json --json_tree_scan--> tree
 *            | not for it
 *            '--json_load_value--> jansson's tree --copy--> tree
 *
 * Invariant: both ways make the same tree of the same text (fuzz_article_json).
 */
#include "ingest/json_tree.h"

#include "ingest/json_load.h"

const struct json_node *json_tree_get(const struct json_node *node, const char *name)
{
    size_t len = strlen(name);
    const struct json_node *at = json_tree_members(node);
    while (at && (at->name.len != len || memcmp(at->name.data, name, len) != 0))
        at = at->next;
    return at;
}

static bool copy_value(struct json_node *node, json_t *value, struct arena *arena);

/* A node at the end of a list; `last` is the pointer that ends it. */
static struct json_node *append(struct json_node *list, struct json_node ***last,
                                struct arena *arena)
{
    struct json_node *node = arena_zeroed(arena, 1, sizeof *node);
    if (!node)
        return NULL;
    **last = node;
    *last = &node->next;
    list->count++;
    return node;
}

static bool copy_array(struct json_node *list, json_t *array, struct arena *arena)
{
    struct json_node **last = &list->first;
    for (size_t i = 0; i < json_array_size(array); i++) {
        struct json_node *node = append(list, &last, arena);
        if (!node || !copy_value(node, json_array_get(array, i), arena))
            return false;
    }
    return true;
}

static bool copy_object(struct json_node *list, json_t *object, struct arena *arena)
{
    struct json_node **last = &list->first;
    for (void *at = json_object_iter(object); at;
         at = json_object_iter_next(object, at)) {
        struct json_node *node = append(list, &last, arena);
        if (!node)
            return false;
        node->name = arena_copy(arena, span_text(json_object_iter_key(at)));
        if (!node->name.data || !copy_value(node, json_object_iter_value(at), arena))
            return false;
    }
    return true;
}

/* As deep as json_load_value lets a text be. */
static bool copy_value(struct json_node *node, json_t *value, struct arena *arena)
{
    node->kind = json_is_string(value)    ? JSON_STRING_NODE
                 : json_is_integer(value) ? JSON_INTEGER_NODE
                 : json_is_array(value)   ? JSON_ARRAY_NODE
                 : json_is_object(value)  ? JSON_OBJECT_NODE
                                          : JSON_OTHER_NODE;
    if (json_is_array(value))
        return copy_array(node, value, arena);
    if (json_is_object(value))
        return copy_object(node, value, arena);
    node->number = json_integer_value(value);
    if (json_is_string(value))
        node->text = arena_copy(arena, json_span(value));
    return arena->status == ST_OK;
}

static enum status too_large(const struct arena *arena, struct error *err)
{
    return fail(err, arena->status, "article: the record is too large");
}

enum status json_tree_convert(struct json_node *root, struct span json,
                              struct arena *arena, struct error *err)
{
    json_t *value = NULL;
    enum status status = json_load_value(&value, json, err);
    if (status != ST_OK)
        return status;
    *root = (struct json_node){.kind = JSON_OTHER_NODE};
    if (!copy_value(root, value, arena))
        status = too_large(arena, err);
    json_decref(value);
    return status;
}

enum status json_tree_load(const struct json_node **root, struct span json,
                           struct arena *arena, struct error *err)
{
    struct json_node *made = arena_zeroed(arena, 1, sizeof *made);
    enum status status = ST_OK;
    if (!made)
        return too_large(arena, err);
    if (!json_tree_scan(made, json, arena))
        status = arena->status != ST_OK ? too_large(arena, err)
                                        : json_tree_convert(made, json, arena, err);
    if (status == ST_OK)
        *root = made;
    return status;
}
