/* json_same.h - are two JSON trees equal, order of members included?
 *
 * Layer    tests
 */
#ifndef MSEARCH_TESTS_SUPPORT_JSON_SAME_H
#define MSEARCH_TESTS_SUPPORT_JSON_SAME_H

#include "ingest/json_tree.h"

bool json_same(const struct json_node *a, const struct json_node *b);

#endif
