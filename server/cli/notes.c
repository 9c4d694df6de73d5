/* notes.c
 *
 *   note: byte 8 («"»): This quotation mark has no partner; it is not used.
 *   note: nothing holds all the words; these hold some
 *   note: nothing found for «онор» as typed; searched «өнөр» (letters ө ү ң)
 *   note: from hit 10 on: through terms: мыйзам = закон
 *
 * Standard output is for answers, so that what a program reads from it is the same
 * whatever was typed.
 */
#include "cli/notes.h"

#include <inttypes.h>
#include <stdio.h>

#include "answer/escape.h"
#include "answer/render.h"
#include "answer/ui_text.h"

static void put_warning(struct buf *out, const struct answer *answer,
                        const struct query_warning *warning)
{
    struct span at = span_part(answer->query.text, warning->off, warning->len);
    buf_print(out, "note: byte %zu", warning->off);
    if (at.len > 0) {
        buf_put_text(out, " («");
        escape_plain(out, at);
        buf_put_text(out, "»)");
    }
    buf_put_text(out, ": ");
    escape_plain(out, warning->text);
    buf_put_byte(out, '\n');
}

static void put_dropped(struct buf *out, const struct search_result *result)
{
    for (size_t i = 0; i < result->dropped_count; i++) {
        buf_put_text(out, i ? ", " : "note: left out: ");
        escape_plain(out, result->dropped[i]);
    }
    if (result->dropped_count > 0)
        buf_put_byte(out, '\n');
}

static void put_result(struct buf *out, const struct search_result *result)
{
    if (result->any_word)
        buf_put_text(out, "note: nothing holds all the words; these hold some\n");
    if (result->loosened)
        buf_put_text(out, "note: nothing holds the words as quoted or hyphenated; "
                          "these hold them apart or in other forms\n");
    put_dropped(out, result);
    if (result->prefix_cut)
        buf_put_text(out, "note: very many words begin so; only the most frequent "
                          "were searched for\n");
    if (result->timed_out)
        buf_put_text(out, "note: the time was up; this is what was found\n");
}

static void put_lead(struct buf *out, const struct answer *answer,
                     const struct search_tier *tier)
{
    buf_put_text(out, "note: nothing found for «");
    escape_plain(out, answer->query.text);
    buf_put_text(out, "» as typed; searched ");
    if (answer_says_text(answer, tier)) {
        buf_put_text(out, "«");
        escape_plain(out, tier->text);
        buf_print(out, "» (%s)", ui_rung(UI_EN, tier->rung));
    } else {
        render_text_tier(out, tier);
    }
    buf_put_byte(out, '\n');
}

/* By date the hits of all tiers are mixed: then their number is told, not a place. */
static void put_tiers(struct buf *out, const struct answer *answer, bool ranked)
{
    const struct search_result *result = &answer->result;
    size_t lead = answer_lead(result);
    uint64_t before = result->tiers[lead].total;
    if (result->tiers[lead].rung != RUNG_TYPED)
        put_lead(out, answer, &result->tiers[lead]);
    for (size_t i = lead + 1; i < result->tier_count; i++) {
        const struct search_tier *tier = &result->tiers[i];
        if (ranked)
            buf_print(out, "note: from hit %" PRIu64 " on: ", before + 1);
        else
            buf_print(out, "note: %" PRIu64 " more: ", tier->total);
        render_text_tier(out, tier);
        buf_put_byte(out, '\n');
        before += tier->total;
    }
    for (size_t i = 0; i < answer->result.suggestion_count; i++) {
        buf_put_text(out, i ? ", " : "note: did you mean ");
        escape_plain(out, answer->result.suggestions[i]);
        buf_put_text(out, i + 1 < answer->result.suggestion_count ? "" : "?\n");
    }
}

/* Why there is nothing to be seen. */
static void put_emptiness(struct buf *out, const struct answer *answer)
{
    uint64_t before = (uint64_t)(answer->page - 1) * answer->per_page;
    if (answer->query.root->kind == QUERY_NONE && answer->query.warning_count == 0)
        buf_put_text(out, "note: there is no word in this query\n");
    if (answer->page > 1 && answer->result.total > 0 && before >= answer->result.total)
        buf_print(out, "note: page %u is past the end\n", (unsigned)answer->page);
}

void notes_tell(const struct answer *answer, bool ranked)
{
    struct buf out;
    buf_init(&out, 0);
    for (size_t i = 0; i < answer->query.warning_count; i++)
        put_warning(&out, answer, &answer->query.warnings[i]);
    put_tiers(&out, answer, ranked);
    put_result(&out, &answer->result);
    put_emptiness(&out, answer);
    if (out.len > 0)
        (void)fwrite(out.data, 1, out.len, stderr);
    buf_release(&out);
}
