#include "support/race_documents.h"

#include "base/file.h"
#include "base/memory.h"

enum { IN_BYTES = 1 << 20, TERM_MAX = 1000000000 };

static void *must(void *block)
{
    if (!block)
        bench_die("out of memory", NULL);
    return block;
}

static void count_term(struct race_documents *all, uint32_t term)
{
    if (term >= all->term_count) {
        size_t before = all->term_count;
        all->doc_freq = must(memory_grow(all->doc_freq, &all->freq_capacity, term + 1,
                                         sizeof *all->doc_freq));
        all->last_doc = must(memory_grow(all->last_doc, &all->last_capacity, term + 1,
                                         sizeof *all->last_doc));
        all->term_count = all->freq_capacity < all->last_capacity ? all->freq_capacity
                                                                  : all->last_capacity;
        size_t bytes = (all->term_count - before) * sizeof *all->doc_freq;
        memset(all->doc_freq + before, 0, bytes);
        memset(all->last_doc + before, 0, bytes);
    }
    if (all->last_doc[term] == all->doc_count + 1)
        return;
    all->last_doc[term] = (uint32_t)all->doc_count + 1;
    all->doc_freq[term]++;
}

/* "t17" to 17; the end is at a blank or at the end of the text. */
static uint32_t read_token(struct span text, size_t *at)
{
    uint32_t term = 0;
    bool good = text.data[(*at)++] == 't';
    for (; *at < text.len && text.data[*at] != ' '; ++*at) {
        uint32_t digit = (uint32_t)text.data[*at] - '0';
        good = good && digit < 10 && term <= TERM_MAX / 10;
        term = term * 10 + digit;
    }
    if (!good || term == 0)
        bench_die("a token is not t and a number", NULL);
    return term;
}

static void read_tokens(struct race_documents *all, struct span text)
{
    all->doc.count = 0;
    for (size_t at = 0; at < text.len; at++) {
        uint32_t term = read_token(text, &at);
        count_term(all, term);
        all->doc.tokens = must(memory_grow(all->doc.tokens, &all->doc.capacity,
                                           all->doc.count + 1, sizeof(uint32_t)));
        all->doc.tokens[all->doc.count++] = term;
    }
}

static void keep_document(struct race_documents *all)
{
    uint64_t at = all->doc_count++;
    if (at >= all->keep)
        at = chance_below(all->chance, all->doc_count);
    if (at >= all->keep)
        return;
    all->kept_count += all->kept_count < all->keep;
    struct race_document swap = all->kept[at];
    all->kept[at] = all->doc;
    all->doc = swap;
}

static void read_line(struct race_documents *all, struct span line)
{
    struct span name = span_text("\"text\":\"");
    size_t at = 0;
    while (at < line.len && !span_starts(span_part(line, at, line.len), name))
        at = span_find(line, '"', at + 1);
    at += name.len;
    if (at >= line.len)
        bench_die("a line is no document", NULL);
    size_t end = span_find(line, '"', at);
    read_tokens(all, span_part(line, at, end - at));
    keep_document(all);
}

/* Whole lines of what is there; the rest moves to the front. */
static void read_lines(struct race_documents *all)
{
    struct span rest = buf_span(&all->in);
    for (;;) {
        size_t end = span_find(rest, '\n', 0);
        if (end == rest.len)
            break;
        read_line(all, span_part(rest, 0, end));
        rest = span_part(rest, end + 1, rest.len);
    }
    memmove(all->in.data, rest.data, rest.len);
    all->in.len = rest.len;
}

void race_documents_read(struct race_documents *all, size_t keep, struct chance *chance)
{
    struct error err = ERROR_NONE;
    *all = (struct race_documents){.keep = keep, .chance = chance};
    all->kept = must(memory_zeroed(keep, sizeof *all->kept));
    buf_init(&all->in, 0);
    for (size_t got = 1; got > 0;) {
        size_t before = all->in.len;
        uint8_t *room = must(buf_grow(&all->in, IN_BYTES));
        if (file_read_some(0, room, IN_BYTES, &got, &err))
            bench_die("standard input", &err);
        all->in.len = before + got;
        read_lines(all);
    }
}

void race_documents_release(struct race_documents *all)
{
    for (size_t i = 0; i < all->keep; i++)
        memory_free(all->kept[i].tokens);
    memory_free(all->kept);
    memory_free(all->doc.tokens);
    memory_free(all->doc_freq);
    memory_free(all->last_doc);
    buf_release(&all->in);
}
