/* clean_folder.c - set up and tear down of tests that touch the disk. */
#include "support/clean_folder.h"

#include <stdio.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/faulty_ops.h"
#include "support/scratch.h"
#include "support/unit.h"

static struct scratch scratch;

int clean_folder_make(void **state)
{
    (void)state;
    scratch_make(&scratch);
    faulty_ops_begin(&(struct fault_plan){.at = 0});
    return 0;
}

int clean_folder_check(void **state)
{
    (void)state;
    (void)faulty_ops_end();
    memory_fail_at(0, false);
    scratch_remove(&scratch);
    bool clean = memory_live_count() == 0 && faulty_ops_open_fds() == 0 &&
                 faulty_ops_live_maps() == 0;
    if (!clean)
        fprintf(stderr, "left: %llu blocks, %lld descriptors, %lld maps\n",
                (unsigned long long)memory_live_count(),
                (long long)faulty_ops_open_fds(), (long long)faulty_ops_live_maps());
    return clean ? 0 : -1;
}

const char *clean_folder(void)
{
    return scratch.path;
}

const char *at(const char *name)
{
    return scratch_path(&scratch, name);
}

void clean_folder_again(void)
{
    scratch_remove(&scratch);
    scratch_make(&scratch);
}

void file_must_hold(const char *path, const void *data, size_t len)
{
    struct buf buf;
    struct error err = ERROR_NONE;
    buf_init(&buf, 0);
    assert_int_equal(file_read(&buf, path, 1 << 28, &err), ST_OK);
    assert_int_equal(buf.len, len);
    if (len > 0)
        assert_memory_equal(buf.data, data, len);
    buf_release(&buf);
}
