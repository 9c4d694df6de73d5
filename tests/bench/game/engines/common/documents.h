/* documents.h - the documents of a race, one after the other from standard input.
 *
 * Format   JSON Lines, {"id":"0","text":"t1 t5 ..."}; ids are numbers, words are runs of
 *          [a-z0-9] with blanks between. So a string holds no escapes; one that does ends
 *          the program with a line on standard error.
 * Memory   one line, released by documents_close
 */
#ifndef GAME_DOCUMENTS_H
#define GAME_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct documents {
    char *line;
    size_t capacity;
    uint64_t count;

    uint64_t id; /* of the document at hand */
    char *text;  /* its text, ended by NUL; the caller may write into it */
    size_t text_bytes;
};

/* The next document; false after the last one. Start with a struct of zeros. */
bool documents_next(struct documents *documents);
void documents_close(struct documents *documents);

#ifdef __cplusplus
}
#endif
#endif
