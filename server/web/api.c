/* The routes for programs: JSON, and problems as JSON (API.md). */
#include "answer/link.h"
#include "web/pages.h"

enum { SUGGESTIONS = 8, LINK_BYTES = 16384 };

/* The first thing that was not understood; false when all was. */
static bool reply_problem(struct reply *x, const struct params *params)
{
    if (params->problem_count == 0)
        return false;
    reply_error(x, 400, params->problems[0].name, params->problems[0].reason);
    return true;
}

static void put_page_link(struct buf *out, const struct reply *x,
                          const struct answer_request *request, uint32_t page,
                          const char *rel)
{
    struct answer_request other = *request;
    other.page = page;
    if (out->len > 0)
        buf_put_text(out, ", ");
    buf_put_byte(out, '<');
    buf_put_span(out, x->routes->base);
    buf_put_text(out, "/api/v1/search?");
    link_parameters(out, &other, LINK_PLAIN);
    if (request->search.facets == (1U << SEARCH_FACETS) - 1)
        buf_put_text(out, "&facets=all");
    buf_print(out, ">; rel=\"%s\"", rel);
}

static void add_page_links(struct reply *x, const struct answer *answer,
                           const struct answer_request *request)
{
    struct buf links;
    uint64_t shown = (uint64_t)answer->page * answer->per_page;
    buf_init(&links, LINK_BYTES);
    if (answer->page > 1)
        put_page_link(&links, x, request, answer->page - 1, "prev");
    if (shown < answer->result.total && shown + answer->per_page <= SEARCH_LIMIT_MAX)
        put_page_link(&links, x, request, answer->page + 1, "next");
    if (links.len > 0 && links.status == ST_OK)
        http_response_header(x->response, "Link", buf_span(&links));
    buf_release(&links);
}

void api_search(struct reply *x)
{
    struct params params;
    struct answer answer;
    struct error err = ERROR_NONE;
    params_read(&params, x->uri, x->request->accept_language);
    if (reply_problem(x, &params) || reply_cached(x))
        return;
    reply_prepare(x, &params.request);
    if (answer_search(&answer, x->session, x->snapshot, &params.request, &err) !=
        ST_OK) {
        reply_status(x, &err);
        return;
    }
    x->response->code = 200;
    x->response->type = reply_json;
    if (answer.result.timed_out)
        x->response->cache = "no-store";
    add_page_links(x, &answer, &params.request);
    render_json_answer(&x->response->body, &answer);
    buf_put_byte(&x->response->body, '\n');
}

void api_article(struct reply *x)
{
    struct params params;
    struct answer_article article;
    struct error err = ERROR_NONE;
    params_read(&params, x->uri, x->request->accept_language);
    if (reply_problem(x, &params) || reply_cached(x))
        return;
    reply_prepare(x, &params.request);
    if (answer_article(&article, x->session, x->snapshot, x->rest, &params.request,
                       &err) != ST_OK) {
        reply_status(x, &err);
        return;
    }
    x->response->code = 200;
    x->response->type = reply_json;
    render_json_article(&x->response->body, &article);
    buf_put_byte(&x->response->body, '\n');
}

void api_suggest(struct reply *x)
{
    struct params params;
    struct suggestion *suggestions = NULL;
    size_t count = 0;
    struct error err = ERROR_NONE;
    params_read(&params, x->uri, x->request->accept_language);
    if (reply_problem(x, &params) || reply_cached(x))
        return;
    if (answer_suggest(&suggestions, &count, x->session, x->snapshot, params.request.q,
                       SUGGESTIONS, &err) != ST_OK) {
        reply_status(x, &err);
        return;
    }
    x->response->code = 200;
    x->response->type = "application/x-suggestions+json; charset=utf-8";
    render_json_suggestions(&x->response->body, params.request.q, suggestions, count);
    buf_put_byte(&x->response->body, '\n');
}
