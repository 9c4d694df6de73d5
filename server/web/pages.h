/* pages.h - what each route answers.
 *
 * Layer    web (between routes.c and answer)
 * Memory   as reply.h
 * Threads  one an exchange
 */
#ifndef MSEARCH_WEB_PAGES_H
#define MSEARCH_WEB_PAGES_H

#include "web/reply.h"

void pages_home(struct reply *x);
void pages_search(struct reply *x);
void pages_article(struct reply *x);
void pages_opensearch(struct reply *x);
void pages_robots(struct reply *x);
void pages_asset(struct reply *x);
void pages_embed(struct reply *x);
void pages_health(struct reply *x);
void pages_ready(struct reply *x);

void api_search(struct reply *x);
void api_article(struct reply *x);
void api_suggest(struct reply *x);

#endif
