/* jansson's parser recurses and has a depth limit of its own that is too generous, so
 * the depth is counted before it runs. It allocates through base/memory.h, so that its
 * failures are counted and tested like ours.
 */
#include "ingest/json_load.h"

#include "base/memory.h"

enum { DEPTH_MAX = 64 };

/* jansson calls some failed allocations a syntax error. */
static _Thread_local bool starved;

static void *take_memory(size_t size)
{
    void *block = memory_alloc(size);
    starved |= !block;
    return block;
}

/* Where the string that begins at `at` ends: at its closing quote, or behind all. A
 * quote after an odd run of backslashes is escaped. */
static size_t string_end(struct span json, size_t at)
{
    size_t start = at + 1;
    for (size_t end = span_find(json, '"', start); end < json.len;
         end = span_find(json, '"', end + 1)) {
        size_t slash = end;
        while (slash > start && json.data[slash - 1] == '\\')
            slash--;
        if ((end - slash) % 2 == 0)
            return end;
    }
    return json.len;
}

/* Brackets within brackets, strings left out. The parser recurses, so this is checked
 * before it runs. */
static bool too_deep(struct span json, size_t *off)
{
    size_t depth = 0;
    for (size_t at = 0; at < json.len; at++) {
        uint8_t byte = json.data[at];
        if (byte == '"')
            at = string_end(json, at);
        else if (byte == '{' || byte == '[')
            depth++;
        else if ((byte == '}' || byte == ']') && depth > 0)
            depth--;
        if (depth > DEPTH_MAX) {
            *off = at;
            return true;
        }
    }
    return false;
}

enum status json_load_value(json_t **root, struct span json, struct error *err)
{
    size_t off = 0;
    if (too_deep(json, &off))
        return fail(err, ST_LIMIT, "JSON: deeper than %d levels at byte %zu",
                    (int)DEPTH_MAX, off);
    json_set_alloc_funcs(take_memory, memory_free);
    starved = false;
    json_error_t why;
    json_t *value = json_loadb((const char *)json.data, json.len, JSON_ALLOW_NUL, &why);
    if (value) {
        *root = value;
        return ST_OK;
    }
    if (starved)
        return fail(err, ST_NOMEM, "JSON: out of memory");
    return fail(err, ST_CORRUPT, "JSON: %s at byte %d", why.text, why.position);
}
