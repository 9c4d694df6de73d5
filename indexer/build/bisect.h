/* bisect.h - an order of articles in which those with the same words stand together.
 *
 * Layer    build (includes base)
 * Memory   while it runs: as much again as the terms and starts given, 17 bytes an
 *          article and 10 a term
 * Threads  one thread; no shared state
 * Source   Dhulipala, Kabiljo, Karrer, Ottaviano, Pupyrev, Shalita 2016 (recursive graph
 *          bisection); Mackenzie, Petri, Moffat 2021 (selecting in place of sorting)
 *
 * All arithmetic is in whole numbers: the same articles give the same order everywhere.
 */
#ifndef MSEARCH_BUILD_BISECT_H
#define MSEARCH_BUILD_BISECT_H

#include <stdbool.h>
#include <stdint.h>

/* The terms of each article, every one once, numbered from 0 in any order. */
struct forward {
    uint32_t doc_count, term_count; /* term_count: at most FORWARD_TERMS_MAX */
    uint32_t *starts; /* doc_count + 1: article d has terms[starts[d]] .. */
    uint16_t *terms;
};
enum { FORWARD_TERMS_MAX = 65536 };

enum { BISECT_LEAF = 256 };

/* order[0 .. doc_count - 1] := the articles in their new order. Those of one last part
 * (BISECT_LEAF to twice as many) keep the order of their numbers. starts and terms are
 * used up. False: no memory. */
bool bisect_order(const struct forward *forward, uint32_t *order);

#endif
