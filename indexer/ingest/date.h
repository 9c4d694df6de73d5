/* date.h - dates as journals write them, in Kyrgyz, Russian and English.
 *
 * Layer    ingest (includes base, text)
 * Memory   allocates nothing
 * Threads  pure functions
 *
 * A date is yyyymmdd; a month or day that is not stated is 00: 20150400, 20150000.
 */
#ifndef MSEARCH_INGEST_DATE_H
#define MSEARCH_INGEST_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* The date with which a text begins, 0 when there is none or it cannot be:
 *   2015-04-07, 2015/4, 2015, 2015-04-07T10:00Z, 07.04.2015, 7 апреля 2015 г.,
 *   от 20 октября 2021 года, 31 Января 2024, 13 Ноябрь 2020, 24-май, 2013,
 *   2015-жылдын 7-апрелинде, 2015-ж. 7-апр., 2015-жылдын февралында, апрель 2015,
 *   April 7, 2015. A range of years (1936-1990) is no date. */
uint32_t date_read(struct span text);
/* The same for a text that is nothing but a date. */
uint32_t date_read_whole(struct span text);
/* Only 2015-04-07, four, two and two digits, nothing around. */
uint32_t date_read_iso_day(struct span text);
/* A real day (month, day 0 allowed below a known year) of the years 1000 to 2999. */
bool date_valid(uint32_t date);
/* Append the ISO form at the date's own precision; nothing for 0. */
void date_put_iso(struct buf *out, uint32_t date);

#endif
