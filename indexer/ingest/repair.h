/* repair.h - undo what page layout, fonts and copying did to a text.
 *
 * Layer    ingest (includes base, text)
 * Memory   open storage with scratch bufs; a repaired span is borrowed until the next
 *          call on the same struct repair
 * Threads  one struct repair per thread
 *
 * Stored text is changed by these rules and by nothing else, and every change is
 * counted. All of them are idempotent: text that went through once stays as it is.
 *
 *   R1  a space after a sentence's end      катышты.Тренингди -> катышты. Тренингди
 *   R2  a space after , ; : )               Пилот:Кыргызстанда -> Пилот: Кыргызстанда
 *   R3  a capital word that was split       Айгүл БАЙЫ ШБАЕВА -> Айгүл БАЙЫШБАЕВА
 *       and spaced letters                  Т О К Т О М -> ТОКТОМ
 *   R6  characters                          NFC, no soft hyphens or zero width, NBSP -> blank,
 *                                           ¹ 25 -> № 25, bad bytes and NUL -> U+FFFD
 */
#ifndef MSEARCH_INGEST_REPAIR_H
#define MSEARCH_INGEST_REPAIR_H

#include <stdint.h>

#include "base/bytes.h"
#include "ingest/article.h"

struct repair {
    struct span document; /* where R3 looks for the joined form; may be empty */
    uint32_t counts[REPAIR_RULES];
    enum status status;     /* sticky: ST_OK, ST_NOMEM or ST_LIMIT */
    unsigned evidence_left; /* searches of the document that R3 may still make */
    struct buf valid, clean, composed, ruled, again;
};

/* `document` is borrowed for the life of the struct. */
void repair_init(struct repair *repair, struct span document);
void repair_release(struct repair *repair);
/* A title, a paragraph: all rules. Line feeds and tabs become blanks, runs of blanks
 * one blank, none at the ends. An empty span on failure, with `status` set. */
struct span repair_text(struct repair *repair, struct span raw);
/* Names, ids, keywords: R6 and blanks only. */
struct span repair_characters(struct repair *repair, struct span raw);

#endif
