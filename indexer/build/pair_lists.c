/* pair_lists.c
 *
 *   chains    жана     0@3 0@9 2@1 ..     all of them move on article by article
 *             менен    0@4 1@7 2@2 ..
 *   article   @3 жана  @4 менен  @9 жана  ->  (жана менен, article, field), one record
 *   records   sorted by pair, article, field -> posting lists
 *
 * A record is one number: its order is that of the lists, articles in numbers of the
 * segment.
 */
#include "build/pair_lists.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "build/chain.h"

enum {
    PAIR_SHIFT = 52, /* pair << 52 | article << 20 | field << 16 */
    DOC_SHIFT = 20,
    FIELD_SHIFT = 16,
    DIGIT_BITS = 8,
    DIGITS = 1 << DIGIT_BITS,
    HEADS = 1024,
    PAIR_RECORD_BYTES = 24 /* a record, the room to grow, its place in the sort */
};
static_assert(PAIR_WORDS_MAX * PAIR_WORDS_MAX <= 1 << (64 - PAIR_SHIFT), "pairs fit");

struct record_list {
    uint64_t *records;
    size_t count, capacity, most;
    bool full, no_memory;
};

struct pair_lists {
    struct pair_words words;
    struct record_list list;
};

/* --- which words ------------------------------------------------------------------- */

struct candidate {
    struct span term;
    uint32_t doc_freq;
};

static bool may_pair(struct span term)
{
    return term.len >= 1 && term.len <= PAIR_WORD_BYTES_MAX && term.data[0] > ' ' &&
           span_find(term, 0, 0) == term.len;
}

static bool goes_before(const struct candidate *a, const struct candidate *b)
{
    return a->doc_freq != b->doc_freq ? a->doc_freq > b->doc_freq
                                      : span_compare(a->term, b->term) < 0;
}

/* Into a list of the best PAIR_WORDS, the best first. */
static void offer(struct candidate *best, uint32_t *count, struct candidate one)
{
    uint32_t at = *count;

    if (at == PAIR_WORDS) {
        if (!goes_before(&one, &best[at - 1]))
            return;
        at--;
    } else {
        ++*count;
    }
    for (; at > 0 && goes_before(&one, &best[at - 1]); at--)
        best[at] = best[at - 1];
    best[at] = one;
}

static int compare_terms(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;

    return span_compare(left->term, right->term);
}

void pair_lists_choose(struct pair_words *words, const struct vocabulary *vocabulary,
                       uint32_t doc_count)
{
    const struct ref_table *terms = &vocabulary->terms;
    struct candidate best[PAIR_WORDS];
    uint32_t count = 0;

    for (size_t i = 0; terms->slots && i <= terms->mask; i++) {
        pool_ref ref = terms->slots[i].ref;
        const struct chain *chain = ref ? pool_at(vocabulary->pool, ref) : NULL;

        if (!chain || chain->doc_freq <= doc_count / PAIR_COMMON)
            continue;
        if (may_pair(chain_term(vocabulary->pool, ref)))
            offer(
                best, &count,
                (struct candidate){chain_term(vocabulary->pool, ref), chain->doc_freq});
    }
    if (count > 1)
        qsort(best, count, sizeof *best, compare_terms);
    words->count = count;
    for (uint32_t i = 0; i < count; i++) {
        words->lens[i] = (uint8_t)best[i].term.len;
        memcpy(words->bytes[i], best[i].term.data, best[i].term.len);
    }
}

/* The number of a word by halving; words->count when it is none of them. */
static uint32_t number_of(const struct pair_words *words, struct span term)
{
    uint32_t low = 0, high = words->count;

    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = span_compare(pair_word(words, middle), term);

        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return words->count;
}

static void find_chains(const struct pair_words *words,
                        const struct vocabulary *vocabulary,
                        pool_ref chains[PAIR_WORDS_MAX])
{
    const struct ref_table *terms = &vocabulary->terms;

    memset(chains, 0, PAIR_WORDS_MAX * sizeof *chains);
    for (size_t i = 0; terms->slots && i <= terms->mask; i++) {
        pool_ref ref = terms->slots[i].ref;
        uint32_t word =
            ref ? number_of(words, chain_term(vocabulary->pool, ref)) : words->count;

        if (word < words->count)
            chains[word] = ref;
    }
}

/* --- what stands side by side ------------------------------------------------------ */

struct event {
    uint32_t place;
    uint32_t word;
    uint32_t next; /* event of the same head, plus 1; 0: none */
};

struct collector {
    const struct spill_map *map;
    uint32_t word_count;
    struct chain_reader readers[PAIR_WORDS_MAX];
    bool open[PAIR_WORDS_MAX]; /* the reader stands on an occurrence */
    struct event *events;
    size_t event_count, event_capacity;
    uint32_t heads[HEADS]; /* all 0 between articles */
    struct record_list *list;
};

static bool add_event(struct collector *c, uint32_t place, uint32_t word)
{
    struct event *events =
        memory_grow(c->events, &c->event_capacity, c->event_count + 1, sizeof *events);
    uint32_t *head = &c->heads[place % HEADS];

    if (!events)
        return false;
    c->events = events;
    events[c->event_count] = (struct event){place, word, *head};
    *head = (uint32_t)++c->event_count;
    return true;
}

/* The occurrences of a word in the article that its reader stands on, each place once. */
static bool read_word(struct collector *c, uint32_t word)
{
    struct chain_reader *reader = &c->readers[word];
    uint32_t doc = reader->doc, before = UINT32_MAX;

    do {
        if (reader->place != before && !add_event(c, reader->place, word))
            return false;
        before = reader->place;
        c->open[word] = chain_next(reader);
    } while (c->open[word] && reader->doc == doc);
    return true;
}

static void add_record(struct record_list *list, uint64_t record)
{
    if (list->count == list->most) {
        list->full = true;
        return;
    }
    if (list->count == list->capacity) {
        uint64_t *records = memory_grow(list->records, &list->capacity, list->count + 1,
                                        sizeof *records);

        if (!records) {
            list->no_memory = true;
            return;
        }
        list->records = records;
    }
    list->records[list->count++] = record;
}

static void join_events(struct collector *c, uint64_t doc)
{
    for (size_t i = 0; i < c->event_count; i++) {
        const struct event *a = &c->events[i];
        uint32_t wanted = a->place + 1;

        for (uint32_t at = c->heads[wanted % HEADS]; at != 0;) {
            const struct event *b = &c->events[at - 1];
            uint64_t pair = (uint64_t)a->word * c->word_count + b->word;

            if (b->place == wanted)
                add_record(c->list, pair << PAIR_SHIFT | doc << DOC_SHIFT |
                                        (uint64_t)PLACE_FIELD(a->place) << FIELD_SHIFT);
            at = b->next;
        }
    }
}

static void forget_events(struct collector *c)
{
    for (size_t i = 0; i < c->event_count; i++)
        c->heads[c->events[i].place % HEADS] = 0;
    c->event_count = 0;
}

/* The first article that a reader stands on. */
static uint32_t next_doc(const struct collector *c)
{
    uint32_t doc = UINT32_MAX;

    for (uint32_t word = 0; word < c->word_count; word++)
        if (c->open[word] && c->readers[word].doc < doc)
            doc = c->readers[word].doc;
    return doc;
}

static bool collect(struct collector *c)
{
    for (uint32_t doc; (doc = next_doc(c)) != UINT32_MAX;) {
        for (uint32_t word = 0; word < c->word_count; word++)
            if (c->open[word] && c->readers[word].doc == doc && !read_word(c, word))
                return false;
        if (c->map->docs[doc] != DOC_END)
            join_events(c, c->map->docs[doc]);
        forget_events(c);
        if (c->list->full || c->list->no_memory)
            break;
    }
    return !c->list->no_memory;
}

/* --- records in order -------------------------------------------------------------- */

/* One pass by a digit; false when all have the same there. */
static bool sort_by(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
    size_t starts[DIGITS + 1] = {0};

    for (size_t i = 0; i < count; i++)
        starts[(from[i] >> shift & (DIGITS - 1)) + 1]++;
    for (unsigned digit = 0; digit < DIGITS; digit++) {
        if (starts[digit + 1] == count)
            return false;
        starts[digit + 1] += starts[digit];
    }
    for (size_t i = 0; i < count; i++)
        to[starts[from[i] >> shift & (DIGITS - 1)]++] = from[i];
    return true;
}

static bool sort_records(struct record_list *list)
{
    uint64_t *spare = memory_zeroed(list->count + 1, sizeof *spare);

    if (!spare)
        return false;
    for (unsigned shift = FIELD_SHIFT; shift < 64; shift += DIGIT_BITS)
        if (sort_by(list->records, spare, list->count, shift)) {
            uint64_t *keep = list->records;

            list->records = spare;
            spare = keep;
        }
    memory_free(spare);
    return true;
}

/* --- all of it --------------------------------------------------------------------- */

static enum status no_memory(struct error *err)
{
    return fail(err, ST_NOMEM, "no memory for pairs of words");
}

static bool collect_words(const struct pair_words *words,
                          const struct vocabulary *vocabulary,
                          const struct spill_map *map, struct record_list *list)
{
    struct collector *c = memory_zeroed(1, sizeof *c);
    pool_ref chains[PAIR_WORDS_MAX];
    bool good = c != NULL;

    find_chains(words, vocabulary, chains);
    for (uint32_t word = 0; good && word < words->count; word++) {
        if (!chains[word])
            continue;
        chain_open(&c->readers[word], vocabulary->pool, chains[word]);
        c->open[word] = chain_next(&c->readers[word]);
    }
    if (good) {
        c->map = map;
        c->word_count = words->count;
        c->list = list;
        good = collect(c);
        memory_free(c->events);
    }
    memory_free(c);
    return good;
}

/* Every other word goes: a batch that is so full has no room for more. */
static void drop_half(struct pair_words *words)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < words->count; i += 2) {
        words->lens[kept] = words->lens[i];
        memmove(words->bytes[kept++], words->bytes[i], words->lens[i]);
    }
    words->count = kept > 1 ? kept : 0;
}

enum status pair_lists_make(struct pair_lists **out, struct pair_words *words,
                            const struct vocabulary *vocabulary,
                            const struct spill_map *map, size_t budget_bytes,
                            struct error *err)
{
    struct pair_lists *pairs = memory_zeroed(1, sizeof *pairs);
    bool good = pairs != NULL;

    while (good) {
        pairs->list.count = 0;
        pairs->list.full = false;
        pairs->list.most = budget_bytes / PAIR_RECORD_BYTES;
        good = collect_words(words, vocabulary, map, &pairs->list);
        if (!pairs->list.full)
            break;
        drop_half(words);
    }
    if (good) {
        pairs->words = *words;
        good = sort_records(&pairs->list);
    }
    if (!good) {
        pair_lists_free(pairs);
        return no_memory(err);
    }
    *out = pairs;
    return ST_OK;
}

void pair_lists_free(struct pair_lists *pairs)
{
    if (pairs)
        memory_free(pairs->list.records);
    memory_free(pairs);
}

/* --- into the segment -------------------------------------------------------------- */

static void begin_term(struct segment_writer *writer, struct span term, size_t count)
{
    uint32_t occurrences = (uint32_t)count;

    segment_writer_begin_term(writer, term, &term, &occurrences, 1);
}

void pair_lists_put_marker(struct segment_writer *writer, struct span word)
{
    static const uint32_t place = PLACE(FIELD_BODY, 0);
    const struct posting posting = {.tf = {[FIELD_BODY] = 1}, .places = &place};
    uint8_t bytes[PAIR_TERM_BYTES_MAX];

    begin_term(writer, pair_marker(bytes, word), 1);
    segment_writer_add_posting(writer, &posting);
    segment_writer_end_term(writer);
}

static uint32_t doc_of(uint64_t record)
{
    return (uint32_t)(record >> DOC_SHIFT);
}

/* The records of one article and pair; how many. `places` has room for them. */
static size_t put_article(const uint64_t *records, size_t count, uint32_t *places,
                          struct segment_writer *writer)
{
    struct posting posting = {.doc = doc_of(records[0]), .places = places};
    size_t n = 0;

    for (; n < count && doc_of(records[n]) == posting.doc; n++) {
        unsigned field = records[n] >> FIELD_SHIFT & 15;

        posting.tf[field]++;
        places[n] = PLACE(field, 0);
    }
    segment_writer_add_posting(writer, &posting);
    return n;
}

static size_t pair_end(const struct pair_lists *pairs, size_t from)
{
    uint64_t pair = pairs->list.records[from] >> PAIR_SHIFT;
    size_t to = from;

    while (to < pairs->list.count && pairs->list.records[to] >> PAIR_SHIFT == pair)
        to++;
    return to;
}

/* The most records that an article has of one pair. */
static size_t most_of_article(const struct record_list *list)
{
    size_t most = 0, run = 0;

    for (size_t i = 0; i < list->count; i++) {
        bool same =
            i > 0 && list->records[i] >> DOC_SHIFT == list->records[i - 1] >> DOC_SHIFT;

        run = same ? run + 1 : 1;
        most = run > most ? run : most;
    }
    return most;
}

/* The lists of the pairs that begin with a word; where those of the next begin. */
static size_t write_lists(const struct pair_lists *pairs, uint32_t first, size_t from,
                          uint32_t *places, struct segment_writer *writer)
{
    const uint64_t *records = pairs->list.records;
    uint32_t count = pairs->words.count;
    uint8_t bytes[PAIR_TERM_BYTES_MAX];

    while (from < pairs->list.count && (records[from] >> PAIR_SHIFT) / count == first) {
        size_t to = pair_end(pairs, from);
        uint32_t second = (uint32_t)((records[from] >> PAIR_SHIFT) % count);

        begin_term(writer,
                   pair_term(bytes, pair_word(&pairs->words, first),
                             pair_word(&pairs->words, second)),
                   to - from);
        while (from < to)
            from += put_article(records + from, to - from, places, writer);
        segment_writer_end_term(writer);
    }
    return from;
}

enum status pair_lists_write(const struct pair_lists *pairs,
                             struct segment_writer *writer, struct error *err)
{
    uint32_t *places = memory_zeroed(most_of_article(&pairs->list) + 1, sizeof *places);
    size_t from = 0;

    if (!places)
        return no_memory(err);
    for (uint32_t word = 0; word < pairs->words.count; word++) {
        pair_lists_put_marker(writer, pair_word(&pairs->words, word));
        from = write_lists(pairs, word, from, places, writer);
    }
    memory_free(places);
    return ST_OK;
}
