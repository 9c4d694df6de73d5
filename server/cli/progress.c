/* progress.c - one line, drawn over itself on a terminal:
 *
 *   [##########----------]  52 %  1,234 articles  31.0 MB/s  0:12 left
 */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/command.h"

enum { BAR_CELLS = 20, REDRAW_US = 100000, LINE_US = 10000000 };

void progress_init(struct progress *progress, bool quiet)
{
    memset(progress, 0, sizeof *progress);
    progress->quiet = quiet;
    progress->terminal = isatty(STDERR_FILENO) == 1;
    progress->started_us = clock_monotonic_us();
    progress->last_us = progress->started_us;
}

void progress_clear(struct progress *progress)
{
    if (progress->drawn)
        fprintf(stderr, "\r\033[K");
    progress->drawn = false;
}

static void draw_bar(double part)
{
    char bar[BAR_CELLS + 1];
    int full = (int)(part * BAR_CELLS);
    for (int i = 0; i < BAR_CELLS; i++)
        bar[i] = i < full ? '#' : '-';
    bar[BAR_CELLS] = '\0';
    fprintf(stderr, "\r[%s] %3d %%  ", bar, (int)(part * 100));
}

void progress_tell(struct progress *progress, const struct source_progress *source,
                   uint64_t articles)
{
    uint64_t now = clock_monotonic_us();
    uint64_t every = progress->terminal ? REDRAW_US : LINE_US;
    if (progress->quiet || now - progress->last_us < every)
        return;
    progress->last_us = now;
    double seconds = (double)(now - progress->started_us) / 1e6;
    double rate = (double)source->bytes_done / seconds;
    char bytes[24];
    double part = source->bytes_total
                      ? (double)source->bytes_done / (double)source->bytes_total
                      : 0;
    if (part > 1)
        part = 1;
    if (progress->terminal && source->bytes_total)
        draw_bar(part);
    else if (progress->terminal)
        fprintf(stderr, "\r");
    fprintf(stderr, "%" PRIu64 " articles  %s/s", articles,
            command_bytes(bytes, (uint64_t)rate));
    if (part > 0) {
        unsigned left = (unsigned)(seconds * (1 - part) / part + 0.5);
        fprintf(stderr, "  %u:%02u left", left / 60, left % 60);
    }
    fprintf(stderr, progress->terminal ? "\033[K" : "\n");
    progress->drawn = progress->terminal;
}
