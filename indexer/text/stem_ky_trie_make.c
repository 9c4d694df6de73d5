/* stem_ky_trie_make.c - build a trie and write it as a double array.
 *
 *   a node's children stand at cells next + letter; `next` is the first number at which
 *   all their cells are free and that no other node has, so that a cell's letter alone
 *   tells whose child it is. Cell 0 is the root. `next` 0 is for nodes without children.
 */
#include "text/stem_ky_trie_make.h"

#include <stdio.h>
#include <string.h>

static bool cell_used[TRIE_CELLS_MAX + TRIE_LETTERS];
static bool next_used[TRIE_CELLS_MAX];
static uint32_t node_at[TRIE_CELLS_MAX + TRIE_LETTERS];
static uint32_t queue[TRIE_NODES_MAX];

void trie_init(struct trie *trie)
{
    memset(trie, 0, sizeof *trie);
    trie->count = 1;
}

static uint32_t find_child(const struct trie *trie, uint32_t node, char letter)
{
    uint32_t child = trie->nodes[node].child;
    while (child != 0 && trie->nodes[child].letter != letter)
        child = trie->nodes[child].sibling;
    return child;
}

struct trie_node *trie_add(struct trie *trie, const char *key)
{
    uint32_t node = 0;
    for (; *key != '\0'; key++) {
        uint32_t child = find_child(trie, node, *key);
        if (child == 0) {
            if (trie->count == TRIE_NODES_MAX)
                return NULL;
            child = trie->count++;
            trie->nodes[child].letter = *key;
            trie->nodes[child].sibling = trie->nodes[node].child;
            trie->nodes[node].child = child;
        }
        node = child;
    }
    return &trie->nodes[node];
}

static bool fits(const struct trie *trie, uint32_t child, uint32_t next)
{
    if (next_used[next])
        return false;
    for (; child != 0; child = trie->nodes[child].sibling) {
        if (cell_used[next + (unsigned char)trie->nodes[child].letter])
            return false;
    }
    return true;
}

/* Give every child of a node its cell; the node's `next`, TRIE_CELLS_MAX when full. */
static uint32_t place_children(struct trie *trie, uint32_t node, uint32_t *first)
{
    uint32_t child = trie->nodes[node].child;
    if (child == 0)
        return 0;
    uint32_t next = *first;
    while (next < TRIE_CELLS_MAX && !fits(trie, child, next))
        next++;
    if (next == TRIE_CELLS_MAX)
        return next;
    next_used[next] = true;
    while (next_used[*first])
        (*first)++;
    for (; child != 0; child = trie->nodes[child].sibling) {
        uint32_t cell = next + (unsigned char)trie->nodes[child].letter;
        cell_used[cell] = true;
        node_at[cell] = child;
        trie->nodes[child].cell = cell;
    }
    return next;
}

/* Every node's `next`, by cell, into next_of; false when there are too many. Nodes near
 * the root come first, so that what is walked most stands together. */
static bool place(struct trie *trie, uint32_t *next_of)
{
    uint32_t first = 1, tail = 0;
    queue[tail++] = 0;
    for (uint32_t head = 0; head < tail; head++) {
        uint32_t node = queue[head];
        uint32_t next = place_children(trie, node, &first);
        if (next == TRIE_CELLS_MAX)
            return false;
        next_of[trie->nodes[node].cell] = next;
        for (uint32_t child = trie->nodes[node].child; child != 0;
             child = trie->nodes[child].sibling)
            queue[tail++] = child;
    }
    return true;
}

bool trie_print(struct trie *trie, const char *name)
{
    static uint32_t next_of[TRIE_CELLS_MAX + TRIE_LETTERS];
    uint32_t last = 0;
    memset(cell_used, 0, sizeof cell_used);
    memset(next_used, 0, sizeof next_used);
    memset(node_at, 0, sizeof node_at);
    memset(next_of, 0, sizeof next_of);
    cell_used[0] = true;
    next_used[0] = true;
    if (!place(trie, next_of))
        return false;
    for (uint32_t cell = 0; cell < TRIE_CELLS_MAX; cell++)
        last = next_used[cell] || cell_used[cell] ? cell : last;
    printf("\nconst struct stem_ky_node %s[] = {\n", name);
    for (uint32_t cell = 0; cell < last + TRIE_LETTERS; cell++) {
        const struct trie_node *node = &trie->nodes[node_at[cell]];
        bool used = cell_used[cell] && cell > 0;
        printf("{%u,%u,%u,%u},%s", next_of[cell], used ? node->value : 0,
               used ? (unsigned)(unsigned char)node->letter : 0, used ? node->count : 0,
               cell % 8 == 7 ? "\n" : "");
    }
    printf("};\n");
    return true;
}
