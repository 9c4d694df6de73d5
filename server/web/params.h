/* params.h - the parameters of a search, checked one by one.
 *
 * Layer    web
 * Memory   spans borrow the struct uri; filters lie in the struct, which must not be
 *          copied
 * Threads  pure functions
 */
#ifndef MSEARCH_WEB_PARAMS_H
#define MSEARCH_WEB_PARAMS_H

#include "answer/render.h"
#include "answer/result.h"
#include "web/uri.h"

enum {
    PARAMS_FILTERS_MAX = 32,
    PARAMS_PROBLEMS_MAX = 8,
    PARAMS_PER_PAGE = 10,
    PARAMS_PER_PAGE_MAX = 100,
    PARAMS_VALUE_BYTES_MAX = 256,
    PARAMS_FACET_VALUES = 30,
    PARAMS_DEADLINE_MS = 250
};

struct params_problem {
    struct span name;   /* of the parameter */
    const char *reason; /* English */
};

struct params {
    struct answer_request request;
    struct search_filter filters[PARAMS_FILTERS_MAX];
    enum ui_lang ui;
    bool ui_chosen;
    struct params_problem problems[PARAMS_PROBLEMS_MAX];
    size_t problem_count;
};

/* What is not understood is left out and told in `problems`; the rest is a request that
 * can be run. `accept_language` decides the interface when hl does not. */
void params_read(struct params *params, const struct uri *uri,
                 struct span accept_language);
/* The interface alone. */
enum ui_lang params_ui(const struct uri *uri, struct span accept_language,
                       bool *chosen);
/* 1 to 4 digits in [least, most]; false when it is anything else. */
bool params_number(struct span text, uint32_t least, uint32_t most, uint32_t *number);

#endif
