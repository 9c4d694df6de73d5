/* sessions.h - sessions lent to the threads that answer; as many as may work at once.
 *
 * Layer    web
 * Memory   open/close object; sessions are opened at the start
 * Threads  any number
 */
#ifndef MSEARCH_WEB_SESSIONS_H
#define MSEARCH_WEB_SESSIONS_H

#include "answer/result.h"

struct sessions;

MUST_USE enum status sessions_open(struct sessions **sessions, unsigned count,
                                   struct error *err);
/* NULL when all are lent: the caller answers 503. */
struct session *sessions_take(struct sessions *sessions);
void sessions_give(struct sessions *sessions, struct session *session);
/* All must have been given back. NULL is fine. */
void sessions_close(struct sessions *sessions);

#endif
