/* stem_ky_trie_make.h - build a trie and write it as a double array, for stem_ky_make.c.
 *
 * Layer    text (a program of the build, not of the product)
 * Memory   a trie is storage of the caller, about 2 MiB: static
 * Threads  one
 */
#ifndef MSEARCH_TEXT_STEM_KY_TRIE_MAKE_H
#define MSEARCH_TEXT_STEM_KY_TRIE_MAKE_H

#include <stdbool.h>
#include <stdint.h>

enum { TRIE_NODES_MAX = 60000, TRIE_LETTERS = 128, TRIE_CELLS_MAX = 65536 };

struct trie_node {
    uint32_t child; /* 0: none */
    uint32_t sibling;
    uint32_t cell; /* where it stands in the double array */
    uint16_t value;
    uint8_t count;
    char letter;
};

struct trie {
    struct trie_node nodes[TRIE_NODES_MAX];
    uint32_t count;
};

void trie_init(struct trie *trie);
/* The node that a key ends at, made when it is not there; NULL when the trie is full. */
struct trie_node *trie_add(struct trie *trie, const char *key);
/* Write it as `const struct stem_ky_node NAME[]`. False: more cells than 16 bits count.
 */
bool trie_print(struct trie *trie, const char *name);

#endif
