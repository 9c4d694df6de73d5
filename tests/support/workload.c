/* workload.c - the steps are a table, so that every test runs the same life. */
#include "support/workload.h"

#include <stdlib.h>

#include "base/memory.h"
#include "build/writer.h"
#include "support/index_dump.h"
#include "support/make_article.h"
#include "support/scratch.h"

enum { WORDS = 25, SEGMENTS_BEFORE_MERGE = 4, ARTICLES_MAX = 12 };

struct step { /* articles put, one deleted, then a commit or a merge to one segment */
    uint32_t put_from, put_to, version;
    const char *deleted;
    bool merge;
};

static const struct step steps[WORKLOAD_COMMITS] = {
    {0, 12, 1, NULL, false},          {10, 18, 2, "article-5", false},
    {17, 24, 3, "article-11", false}, {30, 31, 1, "article-0", true},
    {1, 4, 2, "article-30", false},
};

static const struct step next_step = {1000, 1001, 1, NULL, false};

/* The articles of all steps are made beforehand: a failing allocation hits the writer.
 */
static struct arena arena;
static struct article articles[WORKLOAD_COMMITS + 1][ARTICLES_MAX];

static void make_articles(struct article *out, const struct step *step)
{
    for (uint32_t i = step->put_from; i < step->put_to; i++)
        *out++ = make_article(&arena, i, step->version, WORDS);
}

static enum status put_articles(struct writer *writer, const struct article *from,
                                const struct step *step, struct error *err)
{
    enum status status = ST_OK;

    for (uint32_t i = step->put_from; status == ST_OK && i < step->put_to; i++) {
        enum writer_outcome outcome;

        status = writer_put(writer, from++, &outcome, err);
    }
    return status;
}

static enum status run_step(struct writer *writer, const struct article *from,
                            const struct step *step, struct error *err)
{
    enum status status = put_articles(writer, from, step, err);

    if (status == ST_OK && step->deleted)
        status = writer_delete(writer, span_text(step->deleted), err);
    if (status != ST_OK)
        return status;
    return step->merge ? writer_merge(writer, 1, err) : writer_commit(writer, err);
}

enum status workload_run(const char *dir, void (*committed)(void *context, int count),
                         void *context, struct error *err)
{
    struct writer_options options = {.memory_bytes = WRITER_MEMORY_MIN,
                                     .merge_factor = SEGMENTS_BEFORE_MERGE};
    struct writer *writer = NULL;
    enum status status = writer_open(&writer, dir, &options, err);

    for (int i = 0; status == ST_OK && i < WORKLOAD_COMMITS; i++) {
        status = run_step(writer, articles[i], &steps[i], err);
        if (status == ST_OK && committed)
            committed(context, i + 1);
    }
    writer_close(writer);
    return status;
}

struct oracle_run {
    struct workload_oracle *oracle;
    const char *dir;
};

static void keep_dump(void *context, int count)
{
    struct oracle_run *run = context;

    if (index_dump(&run->oracle->dumps[count], run->dir, NULL, NULL) != ST_OK)
        abort();
    index_expect_sound(run->dir);
}

void workload_oracle_init(struct workload_oracle *oracle)
{
    struct scratch scratch;
    struct oracle_run run = {oracle, scratch.path};

    arena_init(&arena, (size_t)1 << 24);
    for (int i = 0; i < WORKLOAD_COMMITS; i++)
        make_articles(articles[i], &steps[i]);
    make_articles(articles[WORKLOAD_COMMITS], &next_step);
    for (int i = 0; i <= WORKLOAD_COMMITS; i++)
        buf_init(&oracle->dumps[i], 0);
    scratch_make(&scratch);
    if (workload_run(scratch.path, keep_dump, &run, NULL) != ST_OK)
        abort();
    scratch_remove(&scratch);
}

void workload_oracle_release(struct workload_oracle *oracle)
{
    for (int i = 0; i <= WORKLOAD_COMMITS; i++)
        buf_release(&oracle->dumps[i]);
    arena_release(&arena);
}

int workload_state(const struct workload_oracle *oracle, int from, const char *dir,
                   struct error *err)
{
    struct buf dump;
    int found = -1;

    buf_init(&dump, 0);
    if (index_dump(&dump, dir, NULL, err) == ST_OK) {
        for (int i = from; found < 0 && i <= WORKLOAD_COMMITS; i++)
            if (span_equal(buf_span(&dump), buf_span(&oracle->dumps[i])))
                found = i;
        if (found < 0)
            (void)!fail(err, ST_CORRUPT, "the index is none of those committed");
    }
    buf_release(&dump);
    return found;
}

enum status workload_next_writer(const char *dir, struct error *err)
{
    struct writer_options options = {.memory_bytes = WRITER_MEMORY_MIN};
    struct writer *writer = NULL;
    enum status status = writer_open(&writer, dir, &options, err);

    if (status == ST_OK)
        status = run_step(writer, articles[WORKLOAD_COMMITS], &next_step, err);
    writer_close(writer);
    if (status == ST_OK)
        index_expect_sound(dir);
    return status;
}
