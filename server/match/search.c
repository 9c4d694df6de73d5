/* search.c - which trees are searched, one after the other.
 *
 *   as typed --little--> letters | latin | hyphen        the first that finds more
 *        |   --nothing-> letters | keyboard | latin | hyphen
 *        v
 *   names, terms        of what was typed, or of the repaired query
 *        |   --nothing-> root | edits, and names, terms of that
 *        v   --nothing-> relaxed, and names, terms of that
 *   hits, tier by tier
 *
 * A word that the term list knows is no misspelt word: letters are guessed at only when
 * names and terms found nothing either.
 */
#include "match/search.h"

#include "match/did_you_mean.h"
#include "match/ladder.h"
#include "match/relax.h"
#include "match/rescore.h"
#include "match/tier.h"

struct search {
    struct tiers tiers;
    const struct query *query;
    const struct search_options *options;
    struct ladder *ladder; /* NULL: only as typed */
    struct arena *arena;
    struct error *err;
};

const char *search_rung_name(enum search_rung rung)
{
    static const char *const names[RUNG_COUNT] = {
        [RUNG_TYPED] = "typed",       [RUNG_LETTERS] = "letters",
        [RUNG_KEYBOARD] = "keyboard", [RUNG_LATIN] = "latin",
        [RUNG_HYPHEN] = "hyphen",     [RUNG_ROOT] = "root",
        [RUNG_EDITS] = "edits",       [RUNG_NAMES] = "names",
        [RUNG_TERMS] = "terms"};
    return (unsigned)rung < RUNG_COUNT ? names[rung] : "typed";
}

static bool found_nothing(const struct search *s)
{
    return tier_total(&s->tiers) == 0;
}

static bool may_climb(const struct search *s, enum search_rung rung)
{
    return s->ladder && (s->options->ladder->rungs >> rung & 1) &&
           s->tiers.count < SEARCH_TIERS_MAX && !s->tiers.meter.out;
}

/* A tier that finds nothing leaves no trace. */
static enum status climb(struct search *s, enum search_rung rung)
{
    struct search_tier tier = {0};
    if (!may_climb(s, rung))
        return ST_OK;
    enum status status = ladder_climb(s->ladder, rung, &tier);
    if (status == ST_END || (status == ST_OK && s->tiers.meter.out))
        return ST_OK;
    if (status == ST_OK)
        status = tier_run(&s->tiers, &tier);
    if (status == ST_OK && tier.total > 0)
        tier_keep(&s->tiers, &tier);
    return status;
}

static enum status climb_names_and_terms(struct search *s)
{
    enum status status = climb(s, RUNG_NAMES);
    return status == ST_OK ? climb(s, RUNG_TERMS) : status;
}

/* The rungs for what is typed in another way, until one finds something. */
static enum status climb_spellings(struct search *s)
{
    bool nothing = found_nothing(s);
    for (unsigned rung = RUNG_LETTERS; rung <= RUNG_HYPHEN; rung++) {
        if (rung == RUNG_KEYBOARD && !nothing)
            continue;
        enum status status = climb(s, (enum search_rung)rung);
        if (status != ST_OK || s->tiers.count > 1)
            return status;
    }
    return ST_OK;
}

static enum status run_ladder(struct search *s)
{
    bool nothing = s->tiers.kept[0].total == 0;
    enum status status = ST_OK;
    if (nothing)
        ladder_doubt(s->ladder);
    if (tier_total(&s->tiers) < SEARCH_LITTLE)
        status = climb_spellings(s);
    if (!nothing)
        ladder_from(s->ladder, &s->tiers.kept[0]);
    if (status == ST_OK)
        status = climb_names_and_terms(s);
    if (status != ST_OK || !found_nothing(s))
        return status;
    status = climb(s, RUNG_ROOT);
    if (status == ST_OK && found_nothing(s))
        status = climb(s, RUNG_EDITS);
    return status == ST_OK ? climb_names_and_terms(s) : status;
}

/* Looser trees of the tier's until one finds something; nothing found leaves all as it
 * is. */
static enum status relax_tier(struct search *s, struct search_tier tier,
                              struct search_result *result)
{
    struct relax relax;
    enum status status = relax_init(&relax, s->tiers.snapshot, tier.root,
                                    &s->tiers.planned, s->arena, s->err);
    while (status == ST_OK && (status = relax_next(&relax, &tier.root)) == ST_OK) {
        status = tier_run_instead(&s->tiers, &tier);
        if (status != ST_OK)
            return status;
        if (tier.total == 0)
            continue;
        result->dropped = relax.dropped;
        result->dropped_count = relax.dropped_count;
        result->any_word = relax.any_word;
        result->loosened = relax.loosened;
        if (!s->ladder || relax.any_word || tier.rung == RUNG_TERMS)
            return ST_OK;
        ladder_from(s->ladder, &tier);
        return climb_names_and_terms(s);
    }
    return status == ST_END ? ST_OK : status;
}

/* What is relaxed: the words of the archive where some were repaired, and if that is in
 * vain, what the term list has for them. */
static enum status run_relaxed(struct search *s, struct search_result *result)
{
    struct search_tier tier = {.root = s->query->root, .text = s->query->text};
    if (s->ladder)
        (void)ladder_best(s->ladder, &tier);
    enum status status = relax_tier(s, tier, result);
    if (status != ST_OK || !found_nothing(s) || !s->ladder ||
        !ladder_widest(s->ladder, &tier))
        return status;
    return relax_tier(s, tier, result);
}

/* Lengths and columns tell of damage here alone: no answer from damaged ones. */
static enum status snapshot_sound(const struct snapshot *snapshot, struct error *err)
{
    enum status status = ST_OK;
    for (size_t i = 0; status == ST_OK && i < snapshot->segment_count; i++)
        status = segment_status(snapshot->segments[i], err);
    return status;
}

/* Repairs, when there is a ladder; then relaxing, when that is asked for. */
static enum status run_more(struct search *s, struct search_result *result)
{
    enum status status = ST_OK;
    if (s->tiers.meter.out)
        return ST_OK;
    if (s->ladder)
        status = run_ladder(s);
    if (status != ST_OK || !s->options->relax || s->tiers.meter.out)
        return status;
    return found_nothing(s) ? run_relaxed(s, result) : ST_OK;
}

/* Only negated: it takes away, and names nothing. */
static bool is_negative(const struct query_node *root)
{
    if (root->kind != QUERY_AND)
        return root->kind == QUERY_NOT;
    for (unsigned i = 0; i < root->as.children.count; i++)
        if (root->as.children.nodes[i]->kind != QUERY_NOT)
            return false;
    return true;
}

/* A text of another keyboard layout that begins with a minus (-y\rn\h\\ is өнүктүрүү)
 * would find almost everything as typed: it is read first, and only so when that finds
 * something. */
static enum status read_negative(struct search *s, const struct search_tier *typed,
                                 bool *found)
{
    if (!is_negative(typed->root) || !s->ladder)
        return ST_OK;
    tier_keep(&s->tiers, typed);
    enum status status = climb(s, RUNG_KEYBOARD);
    *found = s->tiers.count > 1;
    if (!*found)
        s->tiers.count = 0;
    return status;
}

static enum status run_typed(struct search *s)
{
    struct search_tier typed = {
        .root = s->query->root, .text = s->query->text, .total_exact = true};
    bool found = false;
    enum status status = read_negative(s, &typed, &found);
    if (status != ST_OK || found)
        return status;
    status = tier_run(&s->tiers, &typed);
    if (status == ST_OK)
        tier_keep(&s->tiers, &typed);
    return status;
}

static enum status run_all(struct search *s, struct search_result *result)
{
    enum status status = ST_OK;
    if (s->options->ladder)
        status = ladder_open(&s->ladder, s->tiers.snapshot, s->query,
                             s->options->ladder, &s->tiers.meter, s->arena, s->err);
    if (status == ST_OK)
        status = run_typed(s);
    if (status == ST_OK)
        status = run_more(s, result);
    if (status == ST_OK)
        status = rescore_tiers(&s->tiers);
    if (status == ST_OK)
        status = tier_finish(&s->tiers, result);
    if (status != ST_OK || !s->ladder || found_nothing(s) || result->timed_out ||
        result->any_word)
        return status;
    return did_you_mean(result, s->tiers.snapshot, s->query, s->options->ladder,
                        &s->tiers.meter, s->arena, s->err);
}

const struct score_params *search_params(const struct search_options *options)
{
    if (options->params)
        return options->params;
    return options->free_text ? &score_free : &score_defaults;
}

/* What the heap must hold, however few are asked for. */
static size_t search_least(const struct search_options *options)
{
    size_t candidates = rescore_candidates(options);
    size_t little = options->ladder ? SEARCH_LITTLE : 0;
    return candidates > little ? candidates : little;
}

enum status search_run(struct search_result *result, const struct snapshot *snapshot,
                       const struct query *query, const struct search_options *options,
                       struct arena *arena, struct error *err)
{
    struct search s;
    struct search_result found;
    if (options->offset > SEARCH_LIMIT_MAX || options->limit > SEARCH_LIMIT_MAX ||
        options->offset + options->limit > SEARCH_LIMIT_MAX)
        return fail(err, ST_LIMIT, "search: only the first %d hits can be had",
                    SEARCH_LIMIT_MAX);
    memset(&found, 0, sizeof found);
    s.query = query;
    s.options = options;
    s.ladder = NULL;
    s.arena = arena;
    s.err = err;
    enum status status =
        tier_init(&s.tiers, snapshot, options, search_least(options), arena, err);
    if (status == ST_OK)
        status = run_all(&s, &found);
    if (status == ST_OK)
        status = snapshot_sound(snapshot, err);
    if (status == ST_OK)
        *result = found;
    tier_release(&s.tiers);
    return status;
}
