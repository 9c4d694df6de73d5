/* documents.c - see documents.h.
 *
 *   {"id":"17","text":"t1 t5 t5"}
 *          ^           ^       ^
 *          id          text    the quote becomes the NUL that ends it
 */
#define _POSIX_C_SOURCE 200809L

#include "documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void refuse(const struct documents *documents, const char *why)
{
    fprintf(stderr, "documents: line %llu: %s\n",
            (unsigned long long)documents->count + 1, why);
    exit(1);
}

/* The string after "KEY":, ended in place by NUL. */
static char *member(struct documents *documents, char *from, const char *key,
                    char **after)
{
    char *at = strstr(from, key);
    if (at == NULL)
        refuse(documents, "no id or no text");
    at += strlen(key);
    while (*at == ' ' || *at == ':')
        at++;
    if (*at != '"')
        refuse(documents, "id or text is no string");
    char *begin = at + 1;
    char *end = begin + strcspn(begin, "\"\\");
    if (*end != '"')
        refuse(documents, "a string with an escape, or without an end");
    *end = '\0';
    *after = end + 1;
    return begin;
}

bool documents_next(struct documents *documents)
{
    ssize_t bytes = getline(&documents->line, &documents->capacity, stdin);
    if (bytes <= 0)
        return false;
    char *after;
    const char *id = member(documents, documents->line, "\"id\"", &after);
    char *end;
    documents->id = strtoull(id, &end, 10);
    if (end == id || *end != '\0')
        refuse(documents, "an id that is no number");
    documents->text = member(documents, after, "\"text\"", &after);
    documents->text_bytes = (size_t)(after - 1 - documents->text);
    documents->count++;
    return true;
}

void documents_close(struct documents *documents)
{
    free(documents->line);
    documents->line = NULL;
}
