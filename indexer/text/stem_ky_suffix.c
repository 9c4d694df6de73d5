/* stem_ky_suffix.c - is a run of letters made of Kyrgyz noun suffixes alone?
 *
 *   сынын = сы + нын: the slots of stem_ky.rules from the end, nothing left over.
 *   reached[n] holds the slots in which the first n letters are still to be explained;
 *   0 letters in a slot that needs nothing before it: yes.
 */
#include "text/stem_ky_suffix.h"

#include "text/stem_ky_letters.h"
#include "text/stem_ky_table.h"

static bool is_noun_suffix(unsigned kind)
{
    return kind <= KIND_NOUN_LAST && kind != KIND_QUESTION && kind != KIND_PERSON;
}

/* Take the suffixes that end at letters[end) off, whatever stands before them. */
static void take(const char *letters, size_t end, unsigned *reached)
{
    unsigned node = 0;
    for (size_t at = end; at > 0; at--) {
        node = stem_ky_child(stem_ky_suffixes, node, letters[at - 1]);
        if (node == 0)
            return;
        const struct stem_ky_node *found = &stem_ky_suffixes[node];
        for (unsigned i = 0; i < found->count; i++) {
            const struct stem_ky_form *form = &stem_ky_forms[found->value + i];
            const struct stem_ky_rule *rule = &stem_ky_rules[form->rule];
            if (!form->plain && is_noun_suffix(rule->kind) &&
                (rule->from & reached[end]) != 0)
                reached[at - 1] |= 1U << rule->to;
        }
    }
}

bool stem_ky_suffix_run(const uint32_t *codes, size_t count)
{
    char letters[STEM_KY_RUN_MAX];
    unsigned reached[STEM_KY_RUN_MAX + 1] = {0};
    if (count == 0 || count > STEM_KY_RUN_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        letters[i] = stem_ky_plain(stem_ky_letter(codes[i]));
    reached[count] = SLOT(END);
    for (size_t end = count; end > 0; end--) {
        if (reached[end] != 0)
            take(letters, end, reached);
    }
    return (reached[0] & ~(SLOT(KI) | SLOT(CASE_OF_3) | SLOT(CASE_OF_12))) != 0;
}
