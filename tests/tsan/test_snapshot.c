/* test_snapshot.c - readers take, search and release snapshots while a writer commits
 * and two threads poll, under the thread sanitizer. What a reader sees never goes back,
 * and a snapshot that it holds does not change under it.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

#include "support/archive.h"
#include "support/scratch.h"
#include "support/unit.h"

#include "match/search.h"
#include "match/snapshot.h"
#include "query/query_parse.h"

enum { READERS = 3, POLLERS = 2, COMMITS = 16, SEARCHES = 40 };

struct fixture {
    struct scratch scratch;
    struct snapshot_source *source;
    atomic_uint failed, polled;
    atomic_bool stop;
};

static void put_article(const struct fixture *f, unsigned number)
{
    char record[160];
    const char *records[] = {record};
    snprintf(record, sizeof record,
             "{\"id\":\"a%u\",\"title\":\"Таза суу\",\"lang\":\"ky\",\"body\":"
             "\"Айылга таза суу келди. Номери %u.\"}",
             number, number);
    archive_put(f->scratch.path, records, 1);
}

/* Every article has the word. */
static bool search_all(const struct snapshot *snapshot, struct analysis *analysis)
{
    struct arena arena;
    struct query query;
    struct search_result result;
    struct search_options options = {.limit = 5, .count = true};
    arena_init(&arena, (size_t)32 << 20);
    bool good =
        query_parse(&query, span_text("суу \"таза суу\" айыл*"), QUERY_MODE_WEB,
                    analysis, &arena, NULL) == ST_OK &&
        search_run(&result, snapshot, &query, &options, &arena, NULL) == ST_OK &&
        result.total == snapshot->live_count && result.hit_count > 0;
    arena_release(&arena);
    return good;
}

static void *reader(void *context)
{
    struct fixture *f = context;
    struct analysis *analysis = NULL;
    uint64_t newest = 0;
    bool good = analysis_open(&analysis, NULL) == ST_OK;
    for (unsigned i = 0; good && i < SEARCHES; i++) {
        struct snapshot *snapshot = snapshot_source_get(f->source);
        good = snapshot->manifest.generation >= newest &&
               search_all(snapshot, analysis) && search_all(snapshot, analysis);
        newest = snapshot->manifest.generation;
        snapshot_release(snapshot);
    }
    analysis_close(analysis);
    if (!good)
        atomic_fetch_add(&f->failed, 1);
    return NULL;
}

static void *poller(void *context)
{
    struct fixture *f = context;
    while (!atomic_load(&f->stop)) {
        bool changed = false;
        if (snapshot_source_poll(f->source, &changed, NULL) != ST_OK)
            atomic_fetch_add(&f->failed, 1);
        if (changed)
            atomic_fetch_add(&f->polled, 1);
        sched_yield();
    }
    return NULL;
}

static void readers_and_pollers_while_a_writer_commits(void **state)
{
    struct fixture f = {.source = NULL};
    pthread_t readers[READERS], pollers[POLLERS];
    (void)state;
    scratch_make(&f.scratch);
    put_article(&f, 0);
    assert_int_equal(snapshot_source_open(&f.source, f.scratch.path, NULL), ST_OK);
    for (int i = 0; i < POLLERS; i++)
        assert_int_equal(pthread_create(&pollers[i], NULL, poller, &f), 0);
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, reader, &f), 0);
    for (unsigned commit = 1; commit <= COMMITS; commit++)
        put_article(&f, commit);
    for (int i = 0; i < READERS; i++)
        pthread_join(readers[i], NULL);
    atomic_store(&f.stop, true);
    for (int i = 0; i < POLLERS; i++)
        pthread_join(pollers[i], NULL);
    assert_int_equal(atomic_load(&f.failed), 0);
    bool last = false;
    assert_int_equal(snapshot_source_poll(f.source, &last, NULL), ST_OK);
    assert_true(atomic_load(&f.polled) + last >= 1);
    struct snapshot *snapshot = snapshot_source_get(f.source);
    assert_int_equal(snapshot->live_count, COMMITS + 1);
    snapshot_source_close(f.source);
    snapshot_release(snapshot);
    scratch_remove(&f.scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_and_pollers_while_a_writer_commits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
