/* A stack under a lock: the session used last is lent first, its memory still warm.
 */
#include "web/sessions.h"

#include <pthread.h>

struct sessions {
    pthread_mutex_t lock;
    struct session **free;
    unsigned count, free_count;
};

enum status sessions_open(struct sessions **out, unsigned count, struct error *err)
{
    struct sessions *sessions = memory_zeroed(1, sizeof *sessions);
    struct session **slots = memory_zeroed(count, sizeof(struct session *));
    if (!sessions || !slots) {
        memory_free(sessions);
        memory_free(slots);
        return fail(err, ST_NOMEM, "no memory for sessions");
    }
    pthread_mutex_init(&sessions->lock, NULL);
    sessions->free = slots;
    for (; sessions->count < count; sessions->count++) {
        enum status status = session_open(&slots[sessions->count], err);
        if (status != ST_OK) {
            sessions->free_count = sessions->count;
            sessions_close(sessions);
            return status;
        }
    }
    sessions->free_count = count;
    *out = sessions;
    return ST_OK;
}

struct session *sessions_take(struct sessions *sessions)
{
    struct session *session = NULL;
    pthread_mutex_lock(&sessions->lock);
    if (sessions->free_count > 0)
        session = sessions->free[--sessions->free_count];
    pthread_mutex_unlock(&sessions->lock);
    return session;
}

void sessions_give(struct sessions *sessions, struct session *session)
{
    if (!session)
        return;
    pthread_mutex_lock(&sessions->lock);
    sessions->free[sessions->free_count++] = session;
    pthread_mutex_unlock(&sessions->lock);
}

void sessions_close(struct sessions *sessions)
{
    if (!sessions)
        return;
    for (unsigned i = 0; i < sessions->free_count; i++)
        session_close(sessions->free[i]);
    pthread_mutex_destroy(&sessions->lock);
    memory_free(sessions->free);
    memory_free(sessions);
}
