/* respell_root.c - the words of the archive that begin with the whole stem of this one:
 *
 *   япония  stem япон   run of terms  япон|ск   ->  японский
 *
 * A run stands in a row in the sorted dictionary. What is more than ROOT_MORE_LETTERS
 * longer is likelier another word than another ending.
 */
#include "match/respell.h"

#include "match/expand.h"
#include "text/utf8.h"

enum { ROOT_LETTERS = 4, ROOT_MORE_LETTERS = 3, RUN_BYTES = 16 << 20 };

/* The term in its most frequent form, when that can be read as the term again. */
static enum status add_term(struct respell_list *list, struct lexicon *lexicon,
                            const struct respell_word *word, struct span term,
                            struct arena *arena, struct error *err)
{
    struct respelling made = {.doc_freq = 0};
    enum status status = lexicon_form(lexicon, term, arena, &made.text, err);
    if (status != ST_OK)
        return status;
    made.node = lexicon_read(lexicon, made.text, word->fields, arena);
    if (!lexicon_means(made.node, term))
        return ST_OK;
    status = lexicon_freq(lexicon, made.node, &made.doc_freq, err);
    if (status == ST_OK && made.doc_freq > 0)
        list->found[list->count++] = made;
    return status;
}

static enum status add_run(struct respell_list *list, struct lexicon *lexicon,
                           const struct respell_word *word, struct span stem,
                           unsigned most, struct arena *arena, struct error *err)
{
    struct plan_word none = {0}, run = {0};
    struct arena own; /* of the run: as many entries as terms and segments */
    size_t letters = utf8_count(stem);
    arena_init(&own, RUN_BYTES);
    enum status status =
        expand_run(&run, lexicon_snapshot(lexicon), stem, &none, &own, err);
    for (unsigned i = 0; i < run.term_count && list->count < most && status == ST_OK &&
                         !lexicon_late(lexicon);
         i++) {
        size_t more = utf8_count(run.terms[i]) - letters;
        if (more > 0 && more <= ROOT_MORE_LETTERS)
            status = add_term(list, lexicon, word, run.terms[i], arena, err);
    }
    arena_release(&own);
    return status;
}

enum status respell_root(struct respell_list *list, struct lexicon *lexicon,
                         const struct respell_word *word, unsigned most,
                         struct arena *arena, struct error *err)
{
    const struct query_word *typed = word->exact ? NULL : word->typed;
    enum status status = ST_OK;
    list->count = 0;
    for (unsigned t = 0; typed && t < typed->term_count && status == ST_OK; t++)
        if (list->count == 0 && utf8_count(typed->terms[t]) >= ROOT_LETTERS)
            status = add_run(list, lexicon, word, typed->terms[t], most, arena, err);
    return status;
}
