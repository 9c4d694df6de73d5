/* watchdog.h - connections that take too long are cut off, whatever they send.
 *
 * Layer    web (includes base)
 * Memory   open/close object with a fixed number of slots
 * Threads  owns one thread; every call takes its lock for a moment
 *
 * The HTTP library's own timeout is for inactivity: a byte every few seconds keeps a
 * connection for ever. Here every phase has a deadline. The file descriptor of a slot
 * is shut down under the same lock under which the slot is given up, so that a number
 * used again by the kernel is never hit.
 */
#ifndef MSEARCH_WEB_WATCHDOG_H
#define MSEARCH_WEB_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

struct watchdog;

MUST_USE enum status watchdog_open(struct watchdog **watchdog, unsigned slots,
                                   struct error *err);
void watchdog_close(struct watchdog *watchdog); /* NULL is fine */
/* A connection begins; -1 when there is no slot. */
int watchdog_add(struct watchdog *watchdog, int fd, unsigned ms);
/* A new phase. `busy`: a request is being served (draining lets it end). */
void watchdog_set(struct watchdog *watchdog, int slot, unsigned ms, bool busy);
void watchdog_remove(struct watchdog *watchdog, int slot);
unsigned watchdog_count(struct watchdog *watchdog);
/* From now on idle connections have `ms` left. */
void watchdog_drain(struct watchdog *watchdog, unsigned ms);
/* Wait until no connection is left, `ms` at most. */
void watchdog_wait(struct watchdog *watchdog, unsigned ms);

#endif
