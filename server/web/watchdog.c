/*   slot   fd, deadline     free: fd -1; free slots are linked by `next`
 *
 *   thread:  every TICK_MS  for each slot past its deadline: shutdown(fd), once
 *
 * Invariant: fd >= 0 exactly while the connection's owner has not called remove, and
 * the owner does so before it closes the descriptor.
 */
#include "web/watchdog.h"

#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"
#include "base/memory.h"

enum { TICK_MS = 100 };

struct slot {
    uint64_t deadline_us;
    int fd;
    int next; /* free slots */
    bool busy, cut;
};

struct watchdog {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool started, stop, draining;
    unsigned drain_ms;
    struct slot *slots;
    unsigned slot_count, used;
    int free;
};

static void cut_late(struct watchdog *watchdog, uint64_t now_us)
{
    for (unsigned i = 0; i < watchdog->slot_count; i++) {
        struct slot *slot = &watchdog->slots[i];
        if (slot->fd < 0 || slot->cut || slot->deadline_us > now_us)
            continue;
        (void)shutdown(slot->fd, SHUT_RDWR);
        slot->cut = true;
    }
}

static void add_ms(struct timespec *time, unsigned ms)
{
    time->tv_sec += (time_t)(ms / 1000);
    time->tv_nsec += (long)(ms % 1000) * 1000000;
    if (time->tv_nsec >= 1000000000) {
        time->tv_nsec -= 1000000000;
        time->tv_sec++;
    }
}

/* Called with the lock held. */
static void wait_ms(struct watchdog *watchdog, unsigned ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    add_ms(&until, ms);
    (void)pthread_cond_timedwait(&watchdog->wake, &watchdog->lock, &until);
}

static void *watch(void *context)
{
    struct watchdog *watchdog = context;
    pthread_mutex_lock(&watchdog->lock);
    while (!watchdog->stop) {
        wait_ms(watchdog, TICK_MS);
        cut_late(watchdog, clock_monotonic_us());
    }
    pthread_mutex_unlock(&watchdog->lock);
    return NULL;
}

static void link_slots(struct watchdog *watchdog)
{
    watchdog->free = -1;
    for (unsigned i = watchdog->slot_count; i-- > 0;) {
        watchdog->slots[i] = (struct slot){.fd = -1, .next = watchdog->free};
        watchdog->free = (int)i;
    }
}

enum status watchdog_open(struct watchdog **out, unsigned slots, struct error *err)
{
    struct watchdog *watchdog = memory_zeroed(1, sizeof *watchdog);
    struct slot *made = memory_zeroed(slots, sizeof *made);
    if (!watchdog || !made) {
        memory_free(watchdog);
        memory_free(made);
        return fail(err, ST_NOMEM, "watchdog: out of memory");
    }
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&watchdog->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&watchdog->lock, NULL);
    watchdog->slots = made;
    watchdog->slot_count = slots;
    link_slots(watchdog);
    if (pthread_create(&watchdog->thread, NULL, watch, watchdog) != 0) {
        watchdog_close(watchdog);
        return fail(err, ST_NOMEM, "watchdog: no thread");
    }
    watchdog->started = true;
    *out = watchdog;
    return ST_OK;
}

void watchdog_close(struct watchdog *watchdog)
{
    if (!watchdog)
        return;
    if (watchdog->started) {
        pthread_mutex_lock(&watchdog->lock);
        watchdog->stop = true;
        pthread_cond_broadcast(&watchdog->wake);
        pthread_mutex_unlock(&watchdog->lock);
        pthread_join(watchdog->thread, NULL);
    }
    pthread_cond_destroy(&watchdog->wake);
    pthread_mutex_destroy(&watchdog->lock);
    memory_free(watchdog->slots);
    memory_free(watchdog);
}

int watchdog_add(struct watchdog *watchdog, int fd, unsigned ms)
{
    pthread_mutex_lock(&watchdog->lock);
    int at = watchdog->free;
    if (at >= 0) {
        struct slot *slot = &watchdog->slots[at];
        watchdog->free = slot->next;
        *slot = (struct slot){clock_monotonic_us() + (uint64_t)ms * 1000, fd, -1, false,
                              false};
        watchdog->used++;
    }
    pthread_mutex_unlock(&watchdog->lock);
    return at;
}

void watchdog_set(struct watchdog *watchdog, int at, unsigned ms, bool busy)
{
    if (at < 0)
        return;
    pthread_mutex_lock(&watchdog->lock);
    if (watchdog->draining && !busy && ms > watchdog->drain_ms)
        ms = watchdog->drain_ms;
    watchdog->slots[at].deadline_us = clock_monotonic_us() + (uint64_t)ms * 1000;
    watchdog->slots[at].busy = busy;
    pthread_mutex_unlock(&watchdog->lock);
}

void watchdog_remove(struct watchdog *watchdog, int at)
{
    if (at < 0)
        return;
    pthread_mutex_lock(&watchdog->lock);
    watchdog->slots[at] = (struct slot){.fd = -1, .next = watchdog->free};
    watchdog->free = at;
    watchdog->used--;
    if (watchdog->used == 0)
        pthread_cond_broadcast(&watchdog->wake);
    pthread_mutex_unlock(&watchdog->lock);
}

unsigned watchdog_count(struct watchdog *watchdog)
{
    pthread_mutex_lock(&watchdog->lock);
    unsigned used = watchdog->used;
    pthread_mutex_unlock(&watchdog->lock);
    return used;
}

void watchdog_drain(struct watchdog *watchdog, unsigned ms)
{
    pthread_mutex_lock(&watchdog->lock);
    uint64_t until_us = clock_monotonic_us() + (uint64_t)ms * 1000;
    watchdog->draining = true;
    watchdog->drain_ms = ms;
    for (unsigned i = 0; i < watchdog->slot_count; i++) {
        struct slot *slot = &watchdog->slots[i];
        if (slot->fd >= 0 && !slot->busy && slot->deadline_us > until_us)
            slot->deadline_us = until_us;
    }
    pthread_mutex_unlock(&watchdog->lock);
}

void watchdog_wait(struct watchdog *watchdog, unsigned ms)
{
    uint64_t until_us = clock_monotonic_us() + (uint64_t)ms * 1000;
    pthread_mutex_lock(&watchdog->lock);
    while (watchdog->used > 0 && clock_monotonic_us() < until_us)
        wait_ms(watchdog, TICK_MS);
    pthread_mutex_unlock(&watchdog->lock);
}
