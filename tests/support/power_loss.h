/* power_loss.h - records what is done to a folder, then shows what a power cut could
 * have left of it.
 *
 * Layer    tests (includes base)
 * Memory   open/close; the log lives until power_loss_close
 * Threads  the recording table takes a lock; the rest belongs to one thread
 *
 * The model is the strict one: written bytes are sure to survive only after fdatasync
 * or fsync of their file; a name made, renamed or removed only after fsync of its
 * folder. What is not sure may survive or not, each piece for itself.
 *
 *   power_loss_open(&log, root);  run the workload on root;  power_loss_stop(log);
 *   for n in 0..power_loss_count(log):
 *       power_loss_show(log, n, POWER_DROP, 0, other);   open and check `other`
 */
#ifndef MSEARCH_TESTS_POWER_LOSS_H
#define MSEARCH_TESTS_POWER_LOSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum power_mode {
    POWER_KEEP,       /* all survives: the process was killed, not the machine */
    POWER_DROP,       /* nothing unsynced survives */
    POWER_DATA_LOST,  /* names survive, unsynced bytes do not */
    POWER_NAMES_LOST, /* bytes survive, unsynced names do not */
    POWER_RANDOM,     /* each unsynced operation by the toss of a coin (`seed`) */
    POWER_TORN,       /* as RANDOM; a surviving write is cut at a multiple of 512,
                         and what was lost below the end of the file reads as zeros */
    POWER_MODES
};

struct power_loss;

/* Takes stock of `root` (its files count as synced), then records every operation on
 * it through base/file.h. The operations are carried out as well. */
void power_loss_open(struct power_loss **log, const char *root);
/* Back to the real table; the log is kept. */
void power_loss_stop(struct power_loss *log);
void power_loss_close(struct power_loss *log);

/* Operations so far that can change the folder or make it durable. Read it after each
 * commit to know where in the log that commit was acknowledged. */
size_t power_loss_count(const struct power_loss *log);
/* "write segment-1 at 4096, 512 bytes": for messages; valid until the next call. */
const char *power_loss_text(const struct power_loss *log, size_t op);
/* Whether operation `op` is a sync of a file or folder; and pretend it was never made
 * (a test that still passes then proves nothing: the negative control). */
bool power_loss_is_sync(const struct power_loss *log, size_t op);
void power_loss_forget(struct power_loss *log, size_t op, bool forgotten);

/* Empties `target` (or makes it) and puts there what the first `prefix` operations,
 * then a power cut, may have left. */
void power_loss_show(const struct power_loss *log, size_t prefix, enum power_mode mode,
                     uint64_t seed, const char *target);

#endif
