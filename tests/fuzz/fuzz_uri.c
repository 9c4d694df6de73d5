/* fuzz_uri.c - any target: refused with a reason, or all parts valid and without
 * controls; and parameters that are understood make a request within its limits.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "text/utf8.h"
#include "web/params.h"
#include "web/uri.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct span text)
{
    assert(utf8_valid(text));
    for (size_t i = 0; i < text.len; i++)
        assert(text.data[i] >= 0x20 && text.data[i] != 0x7F);
}

static void check_params(const struct uri *uri, struct span accept)
{
    struct params params;
    params_read(&params, uri, accept);
    assert(params.request.page >= 1 && params.request.per_page >= 1);
    assert(params.request.page * params.request.per_page <= SEARCH_LIMIT_MAX);
    assert(params.request.search.filter_count <= PARAMS_FILTERS_MAX);
    assert(params.problem_count <= PARAMS_PROBLEMS_MAX);
    assert(params.ui <= UI_EN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct uri uri;
    const char *reason = NULL;
    struct span raw = span_of(data, size);
    enum status status = uri_parse(&uri, raw, &reason);
    assert((status == ST_OK) == (reason == NULL));
    if (status != ST_OK) {
        assert(status == ST_LIMIT || status == ST_ARGUMENT);
        return 0;
    }
    assert(uri.path.len > 0 && uri.path.data[0] == '/');
    check_text(uri.path);
    for (size_t i = 0; i < uri.param_count; i++) {
        check_text(uri.params[i].name);
        check_text(uri.params[i].value);
    }
    check_params(&uri, raw);
    return 0;
}
