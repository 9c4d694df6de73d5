/* cmd_stats.c - what is in an index: sizes by part, articles by year and language. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "answer/render.h"
#include "cli/command.h"
#include "match/snapshot.h"
#include "segment/columns_read.h"
#include "segment/pairs.h"

enum { YEARS = 10000, SECTIONS_MAX = 64 };

struct section_size {
    const char *name;
    uint64_t bytes;
};

struct stats {
    uint64_t live, deleted, terms, postings, places, words, file_bytes, plain_bytes;
    uint64_t by_lang[LANG_COUNT];
    uint64_t by_year[YEARS];
    struct section_size sections[SECTIONS_MAX];
    size_t section_count;
};

static void add_section(struct stats *stats, const char *name, uint64_t bytes)
{
    size_t at = 0;
    while (at < stats->section_count && strcmp(stats->sections[at].name, name) != 0)
        at++;
    if (at == SECTIONS_MAX)
        return;
    if (at == stats->section_count)
        stats->sections[stats->section_count++] = (struct section_size){name, 0};
    stats->sections[at].bytes += bytes;
}

/* Lists of pairs repeat what the words' own lists say. */
static enum status leave_pairs(struct stats *stats, const struct segment *segment,
                               struct error *err)
{
    const uint8_t first[] = {PAIR_TERM_BYTE};
    struct dict_cursor cursor;
    enum status status = dict_seek(&cursor, segment, span_of(first, 1), err);
    for (; status == ST_OK && is_pair_term(cursor.term);
         status = dict_next(&cursor, err)) {
        stats->terms--;
        stats->postings -= cursor.info.doc_freq;
        stats->places -= cursor.info.total_freq;
    }
    return status == ST_END ? ST_OK : status;
}

static void add_segment(struct stats *stats, const struct segment *segment)
{
    const struct segment_info *info = segment_info(segment);
    const uint64_t *deleted = segment_deleted(segment);
    stats->deleted += info->deleted_count;
    stats->terms += info->term_count;
    stats->postings += info->posting_count;
    stats->places += info->place_count;
    stats->file_bytes += info->file_bytes;
    stats->plain_bytes += info->store_plain_bytes;
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        stats->words += info->field_totals[f];
    const char *name;
    uint64_t off, bytes;
    for (unsigned at = 0; segment_section(segment, at, &name, &off, &bytes); at++)
        add_section(stats, name, bytes);
    for (doc_id doc = 0; doc < info->doc_count; doc++) {
        if (segment_bit(deleted, doc))
            continue;
        stats->live++;
        stats->by_lang[columns_lang(segment, doc) % LANG_COUNT]++;
        stats->by_year[columns_year_of(columns_date(segment, doc)) % YEARS]++;
    }
}

/* Everything but the stored text, over the words that were indexed. */
static double bytes_a_word(const struct stats *stats)
{
    uint64_t store = 0;
    for (size_t i = 0; i < stats->section_count; i++)
        if (strncmp(stats->sections[i].name, "store", 5) == 0)
            store += stats->sections[i].bytes;
    return stats->words ? (double)(stats->file_bytes - store) / (double)stats->words
                        : 0;
}

static void put_text(struct buf *out, const struct stats *s,
                     const struct snapshot *snapshot)
{
    char size[24];
    buf_print(out, "generation %" PRIu64 ", %zu segment%s, %s\n",
              snapshot->manifest.generation, snapshot->segment_count,
              snapshot->segment_count == 1 ? "" : "s",
              command_bytes(size, s->file_bytes));
    buf_print(out,
              "articles %" PRIu64 " (and %" PRIu64 " deleted, not yet merged away)\n",
              s->live, s->deleted);
    buf_print(out,
              "words %" PRIu64 ", terms %" PRIu64 ", postings %" PRIu64
              ", places %" PRIu64 "\n",
              s->words, s->terms, s->postings, s->places);
    buf_print(out, "%.2f bytes a word without stored text; stored text %s",
              bytes_a_word(s), command_bytes(size, s->plain_bytes));
    buf_put_text(out, " before compression\n\nsize by part\n");
    for (size_t i = 0; i < s->section_count; i++)
        buf_print(out, "  %-18s %12" PRIu64 "  %5.1f %%  %.3f a word\n",
                  s->sections[i].name, s->sections[i].bytes,
                  100.0 * (double)s->sections[i].bytes / (double)s->file_bytes,
                  s->words ? (double)s->sections[i].bytes / (double)s->words : 0.0);
    buf_put_text(out, "\narticles by language\n");
    for (unsigned i = 0; i < LANG_COUNT; i++)
        if (s->by_lang[i])
            buf_print(out, "  %-4s %8" PRIu64 "\n", lang_tag((enum lang)i),
                      s->by_lang[i]);
    buf_put_text(out, "\narticles by year\n");
    for (unsigned i = 0; i < YEARS; i++) {
        if (s->by_year[i] && i)
            buf_print(out, "  %-4u %8" PRIu64 "\n", i, s->by_year[i]);
    }
    if (s->by_year[0])
        buf_print(out, "  none %8" PRIu64 "\n", s->by_year[0]);
}

static void put_json(struct buf *out, const struct stats *s,
                     const struct snapshot *snapshot)
{
    buf_print(out,
              "{\"generation\":%" PRIu64 ",\"segments\":%zu,\"bytes\":%" PRIu64
              ",\"articles\":%" PRIu64 ",\"deleted\":%" PRIu64 ",\"words\":%" PRIu64
              ",\"terms\":%" PRIu64 ",\"postings\":%" PRIu64 ",\"places\":%" PRIu64
              ",\"bytes_a_word\":%.4f,\"stored_plain_bytes\":%" PRIu64 ",\"parts\":{",
              snapshot->manifest.generation, snapshot->segment_count, s->file_bytes,
              s->live, s->deleted, s->words, s->terms, s->postings, s->places,
              bytes_a_word(s), s->plain_bytes);
    for (size_t i = 0; i < s->section_count; i++) {
        buf_put_text(out, i ? "," : "");
        render_json_string(out, span_text(s->sections[i].name));
        buf_print(out, ":%" PRIu64, s->sections[i].bytes);
    }
    buf_put_text(out, "},\"languages\":{");
    const char *sep = "";
    for (unsigned i = 0; i < LANG_COUNT; i++) {
        if (!s->by_lang[i])
            continue;
        buf_print(out, "%s\"%s\":%" PRIu64, sep, lang_tag((enum lang)i), s->by_lang[i]);
        sep = ",";
    }
    buf_put_text(out, "},\"years\":{");
    sep = "";
    for (unsigned i = 0; i < YEARS; i++) {
        if (!s->by_year[i])
            continue;
        buf_print(out, "%s\"%u\":%" PRIu64, sep, i, s->by_year[i]);
        sep = ",";
    }
    buf_put_text(out, "}}\n");
}

static int print_stats(const struct snapshot *snapshot, const char *dir, bool json)
{
    struct stats *stats = memory_zeroed(1, sizeof *stats);
    struct error err = ERROR_NONE;
    enum status status = ST_OK;
    struct buf out;
    if (!stats) {
        fprintf(stderr, "msearch: %s\n", status_text(ST_NOMEM));
        return EXIT_TROUBLE;
    }
    buf_init(&out, 0);
    for (size_t i = 0; status == ST_OK && i < snapshot->segment_count; i++) {
        add_segment(stats, snapshot->segments[i]);
        status = leave_pairs(stats, snapshot->segments[i], &err);
    }
    if (json)
        put_json(&out, stats, snapshot);
    else
        put_text(&out, stats, snapshot);
    int code =
        status == ST_OK ? command_write(&out, EXIT_FOUND) : command_fail(dir, &err);
    buf_release(&out);
    memory_free(stats);
    return code;
}

int cmd_stats(int argc, char **argv)
{
    const char *index = NULL;
    bool json = false;
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
        {"json", 'j', OPTION_FLAG, &json, NULL, "as one JSON object"},
    };
    struct command_line line = {
        .usage = "msearch stats [-i DIR] [--json]",
        .summary = "Sizes by part, terms, bytes a word, articles by year and language.",
        .options = options,
        .wordless = true,
        .option_count = sizeof options / sizeof options[0],
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    const char *dir = command_index(index);
    struct error err = ERROR_NONE;
    struct snapshot *snapshot = NULL;
    if (snapshot_open(&snapshot, dir, &err))
        return command_fail(dir, &err);
    code = print_stats(snapshot, dir, json);
    snapshot_release(snapshot);
    return code;
}
