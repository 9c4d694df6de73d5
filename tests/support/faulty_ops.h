/* faulty_ops.h - a table of disk calls that counts them and fails where it is told.
 *
 * Layer    tests (includes base)
 * Memory   static; one plan at a time
 * Threads  the counters are atomic; begin and end belong to one thread
 *
 *   for (uint64_t at = 1; ; at++) {
 *       faulty_ops_begin(&(struct fault_plan){FAULT_ANY, at, false, EIO, 0, 0});
 *       enum status status = workload();
 *       bool hit = faulty_ops_end();
 *       if (!hit) break;                 the run was over before the n-th call
 *       check that it failed cleanly
 *   }
 */
#ifndef MSEARCH_TESTS_FAULTY_OPS_H
#define MSEARCH_TESTS_FAULTY_OPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fault_call {
    FAULT_OPEN,
    FAULT_READ,
    FAULT_PREAD,
    FAULT_WRITE,
    FAULT_FDATASYNC,
    FAULT_FSYNC,
    FAULT_CLOSE, /* closes, then says that it failed */
    FAULT_FSTAT,
    FAULT_STAT, /* stat and lstat */
    FAULT_RENAME,
    FAULT_UNLINK,
    FAULT_MKDIR,
    FAULT_LOCK,
    FAULT_MAP,
    FAULT_LIST,
    FAULT_ANY, /* every call above is counted together */
    FAULT_CALLS
};

struct fault_plan {
    enum fault_call call;
    uint64_t at;          /* the n-th such call fails, from 1; 0: none does */
    bool forever;         /* and all such calls after it */
    int error;            /* with this errno */
    size_t most_bytes;    /* reads and writes move no more than this; 0: no limit */
    unsigned eintr_every; /* each n-th interruptible call is first EINTR; 0: none */
};

/* Resets the counters and puts the table in place of the real one. */
void faulty_ops_begin(const struct fault_plan *plan);
/* Puts the real one back; true when a call was made to fail. */
bool faulty_ops_end(void);

/* Since begin; valid after end, too. */
uint64_t faulty_ops_count(enum fault_call call);
/* Descriptors opened and not closed, maps made and not unmapped: 0 means no leak. */
int64_t faulty_ops_open_fds(void);
int64_t faulty_ops_live_maps(void);
const char *fault_call_name(enum fault_call call);

#endif
