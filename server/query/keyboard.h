/* keyboard.h - a text typed with another keyboard layout on, as it was meant.
 *
 * Layer    query (includes base, text)
 * Memory   readings live in the caller's arena
 * Threads  pure functions
 * Source   xkb-data: us, ru, kg (ү on \, ө on -, ң on =)
 *
 *   us -> kg   -y\rn\h\\  өнүктүрүү      ru -> kg   -н\кт\р\\  өнүктүрүү
 *   us -> ru   bcnjhbz    история        kg, ru -> us   ьфтфы  manas
 *
 * Works on the raw text: - and " are letters of some layouts, so this comes before the
 * query's operators are read.
 */
#ifndef MSEARCH_QUERY_KEYBOARD_H
#define MSEARCH_QUERY_KEYBOARD_H

#include "base/bytes.h"
#include "base/memory.h"

enum { KEYBOARD_READINGS_MAX = 6 };

/* The readings of `text` (valid NFC) that differ from it and from each other, likeliest
 * first. Letters that no key of the supposed layout gives stay as they are; a text with
 * none that changes has no reading. Where an operator-like sign may be meant as itself
 * (bcnjhbz -gjkbnbrf) both readings are given.
 *   returns  ST_OK, ST_NOMEM; *count 0 to KEYBOARD_READINGS_MAX */
MUST_USE enum status keyboard_readings(struct span text, struct arena *arena,
                                       struct span readings[KEYBOARD_READINGS_MAX],
                                       unsigned *count, struct error *err);

#endif
