/* stem_ky_make.c - writes the stemmer's tables from stem_ky.rules.
 *
 *   stem_ky_make RULES >stem_ky_table.c
 *
 *   suffix  LAр   --harmony, assimilation-->  лар лер лор дар дер дор тар тер тор
 *           each spelt from its end into a trie, with the vowels and sounds before
 *           which it may stand
 *   word    тармак  -->  тармак тармаг, spelt from the beginning into another
 *
 * Part of the build, not of the product: it stops at the first bad line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/stem_ky_letters.h"
#include "text/stem_ky_spell_make.h"
#include "text/stem_ky_trie_make.h"

enum {
    LINE_BYTES = 4096,
    GROUPS_MAX = 32,
    NAME_BYTES = 64,
    RULES_MAX = 255,
    TARGETS_MAX = 256
};

static const char *const slot_names[SLOT_COUNT] = {
    [SLOT_END] = "end",
    [SLOT_QUESTION] = "question",
    [SLOT_PERSON] = "person",
    [SLOT_CASE] = "case",
    [SLOT_CASE_OF_3] = "case-of-3",
    [SLOT_CASE_OF_12] = "case-of-12",
    [SLOT_KI] = "ki",
    [SLOT_OWNER] = "owner",
    [SLOT_OWN] = "own",
    [SLOT_PLURAL] = "plural",
    [SLOT_MAKER] = "maker",
    [SLOT_KIND] = "kind",
    [SLOT_VERB] = "verb",
    [SLOT_VERB_VOWEL] = "verb-vowel",
    [SLOT_VERB_MERGED] = "verb-merged",
    [SLOT_ROOT] = "root",
};

static const char *const kind_names[] = {
    [KIND_QUESTION] = "question",
    [KIND_PERSON] = "person",
    [KIND_CHA] = "cha",
    [KIND_CASE] = "case",
    [KIND_ABLATIVE] = "ablative",
    [KIND_CASE_OF_3] = "case-of-3",
    [KIND_CASE_OF_12] = "case-of-12",
    [KIND_KI] = "ki",
    [KIND_OWN] = "own",
    [KIND_OWNER_3] = "owner-3",
    [KIND_OWNER_3_VOWEL] = "owner-3-vowel",
    [KIND_OWNER_12] = "owner-12",
    [KIND_OWNER_SHORT] = "owner-short",
    [KIND_PLURAL] = "plural",
    [KIND_LIK] = "lik",
    [KIND_LUU] = "luu",
    [KIND_SIZ] = "siz",
    [KIND_DAY] = "day",
    [KIND_RAAK] = "raak",
    [KIND_GAN] = "gan",
    [KIND_UU] = "uu",
    [KIND_OO] = "oo",
    [KIND_MAK] = "mak",
    [KIND_AR] = "ar",
    [KIND_BAS] = "bas",
    [KIND_CHU] = "chu",
    [KIND_ISH] = "ish",
    [KIND_IP] = "ip",
    [KIND_CONVERB] = "converb",
    [KIND_DI] = "di",
    [KIND_SA] = "sa",
    [KIND_PRESENT] = "present",
    [KIND_IMPERATIVE] = "imperative",
    [KIND_COMMAND_GIN] = "command-gin",
    [KIND_COMMAND_SIN] = "command-sin",
    [KIND_A] = "a",
    [KIND_Y] = "y",
    [KIND_COOP] = "coop",
    [KIND_NEG] = "neg",
    [KIND_ROOT] = "root",
};
enum { KIND_COUNT = sizeof kind_names / sizeof kind_names[0] };

struct group {
    char name[NAME_BYTES];
    unsigned slots;
};

struct rule {
    char name[NAME_BYTES];
    struct stem_ky_rule rule;
};

struct target {
    char full[NAME_BYTES];
    char plain[NAME_BYTES];
};

static struct group groups[GROUPS_MAX];
static unsigned group_count;
static struct rule rules[RULES_MAX];
static unsigned rule_count;
static struct target targets[TARGETS_MAX];
static unsigned target_count;
static struct trie suffix_trie;
static struct trie word_trie;

static const char *file_name;
static unsigned line_number;

_Noreturn void stop(const char *what, const char *where)
{
    fprintf(stderr, "%s:%u: %s: %s\n", file_name, line_number, what, where);
    exit(1);
}

static void copy_name(char to[NAME_BYTES], const char *from)
{
    if (strlen(from) >= NAME_BYTES)
        stop("too long", from);
    memcpy(to, from, strlen(from) + 1);
}

/* --- lines ------------------------------------------------------------------------- */

static char *next_field(char **line)
{
    char *field = *line + strspn(*line, " \t\r\n");
    *line = field + strcspn(field, " \t\r\n");
    if (**line != '\0')
        *(*line)++ = '\0';
    return *field == '\0' ? NULL : field;
}

static char *need_field(char **line, const char *what)
{
    char *field = next_field(line);
    if (field == NULL)
        stop("missing", what);
    return field;
}

static unsigned find_slot(const char *name)
{
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        if (strcmp(slot_names[i], name) == 0)
            return i;
    }
    return SLOT_COUNT;
}

/* A slot, or a group of them, as bits. */
static unsigned find_slots(const char *name)
{
    unsigned slot = find_slot(name);
    if (slot < SLOT_COUNT)
        return 1U << slot;
    for (unsigned i = 0; i < group_count; i++) {
        if (strcmp(groups[i].name, name) == 0)
            return groups[i].slots;
    }
    stop("no such slot or group", name);
}

static void read_group(char *line)
{
    if (group_count == GROUPS_MAX)
        stop("too many groups", line);
    struct group *group = &groups[group_count];
    copy_name(group->name, need_field(&line, "a name"));
    if (strcmp(need_field(&line, "="), "=") != 0)
        stop("NAME = SLOT... is wanted", group->name);
    for (const char *slot; (slot = next_field(&line)) != NULL;)
        group->slots |= find_slots(slot);
    group_count++;
}

static uint8_t find_kind(const char *name)
{
    for (unsigned i = 0; i < KIND_COUNT; i++) {
        if (strcmp(kind_names[i], name) == 0)
            return (uint8_t)i;
    }
    stop("no such kind", name);
}

static void read_option(struct stem_ky_rule *rule, const char *option)
{
    const char *value = strchr(option, '=');
    char *end = NULL;
    long number = value == NULL ? 0 : strtol(value + 1, &end, 10);
    if (value == NULL || end == value + 1 || *end != '\0' || number < -100 ||
        number > 100)
        stop("NAME=NUMBER is wanted", option);
    size_t name = (size_t)(value - option);
    if (strncmp(option, "least", name) == 0 && number > 1)
        rule->least = (uint8_t)number;
    else if (strncmp(option, "alone", name) == 0 && number > 1)
        rule->alone = (uint8_t)number;
    else if (strncmp(option, "cost", name) == 0)
        rule->cost = (int8_t)number;
    else
        stop("no such option", option);
}

static void read_suffix(char *line)
{
    if (rule_count == RULES_MAX)
        stop("too many suffixes", line);
    struct rule *made = &rules[rule_count];
    struct stem_ky_rule *rule = &made->rule;
    copy_name(made->name, need_field(&line, "a name"));
    for (unsigned i = 0; i < rule_count; i++) {
        if (strcmp(rules[i].name, made->name) == 0)
            stop("named twice", made->name);
    }
    const char *form = need_field(&line, "a form");
    char *from = need_field(&line, "a slot to come from");
    const char *to = need_field(&line, "a slot to go to");
    for (char *slot = from, *next; slot != NULL; slot = next) {
        next = strchr(slot, ',');
        if (next != NULL)
            *next++ = '\0';
        rule->from |= (uint16_t)find_slots(slot);
    }
    rule->to = (uint8_t)find_slot(to);
    if (rule->to == SLOT_COUNT)
        stop("no such slot", to);
    rule->kind = find_kind(need_field(&line, "a kind"));
    rule->least = 2;
    for (const char *option; (option = next_field(&line)) != NULL;)
        read_option(rule, option);
    if (rule->alone < rule->least)
        rule->alone = rule->least;
    expand_form(rule_count++, form);
}

/* --- words ------------------------------------------------------------------------- */

static void put_word(const char *letters, unsigned bits, unsigned value)
{
    struct trie_node *node = trie_add(&word_trie, letters);
    if (node == NULL)
        stop("too many words", letters);
    node->count |= (uint8_t)bits;
    if ((bits & ~(unsigned)(WORD_STEM | WORD_ROOT)) != 0)
        node->value = (uint16_t)value;
}

/* ө ү ң to о у н; false when there are none. */
static bool type_plain(char *letters)
{
    bool changed = false;
    for (; *letters != '\0'; letters++) {
        char plain = *letters == '5' ? 'n' : stem_ky_plain(*letters);
        changed = changed || plain != *letters;
        *letters = plain;
    }
    return changed;
}

/* A word, and as it is written before a vowel; typed without ө ү ң too. */
static void add_word(const char *word, unsigned bits, unsigned value)
{
    char letters[LETTERS_MAX];
    read_word(letters, word);
    size_t count = strlen(letters);
    for (unsigned pass = 0; pass < 2; pass++) {
        char last = letters[count - 1];
        put_word(letters, bits, value);
        if (count > 1 && stem_ky_is_vowel(letters[count - 2]) &&
            (last == 'k' || last == 'p') && (bits & WORD_WHOLE) == 0) {
            letters[count - 1] = last == 'k' ? 'g' : 'b';
            put_word(letters, bits, value);
            letters[count - 1] = last;
        }
        if (!type_plain(letters))
            return;
        bits *= WORD_PLAIN;
    }
}

static void read_words(char *line, unsigned bits)
{
    for (const char *word; (word = next_field(&line)) != NULL;)
        add_word(word, bits, 0);
}

/* ө ү ң to о у н. */
static void make_plain(char *to, const char *from)
{
    static const char *const pairs[][2] = {{"ө", "о"}, {"ү", "у"}, {"ң", "н"}};
    while (*from != '\0') {
        const char *put = from;
        for (unsigned i = 0; i < 3; i++) {
            if (strncmp(from, pairs[i][0], 2) == 0)
                put = pairs[i][1];
        }
        size_t bytes = (unsigned char)*from < 0x80 ? 1 : 2;
        memcpy(to, put, bytes);
        to += bytes;
        from += bytes;
    }
    *to = '\0';
}

static void read_pairs(char *line, unsigned bits)
{
    char *stem = need_field(&line, "a stem");
    size_t len = strlen(stem);
    if (len < 2 || stem[len - 1] != ':')
        stop("STEM: FORM... is wanted", stem);
    if (target_count == TARGETS_MAX)
        stop("too many lines of this kind", stem);
    stem[len - 1] = '\0';
    copy_name(targets[target_count].full, stem);
    make_plain(targets[target_count].plain, stem);
    add_word(stem, WORD_STEM, 0);
    add_word(need_field(&line, "a form"), bits, target_count);
    for (const char *form; (form = next_field(&line)) != NULL;)
        add_word(form, bits, target_count);
    target_count++;
}

enum section { NONE, GROUPS, SUFFIXES, ROOTS, STEMS, FULL, WHOLE, SECTION_COUNT };

static enum section find_section(const char *line)
{
    static const char *const names[SECTION_COUNT] = {
        "", "[groups]", "[suffixes]", "[roots]", "[stems]", "[full]", "[whole]"};
    for (enum section i = GROUPS; i < SECTION_COUNT; i++) {
        if (strcmp(line, names[i]) == 0)
            return i;
    }
    stop("no such section", line);
}

static void read_line(enum section section, char *line)
{
    switch (section) {
    case GROUPS:
        read_group(line);
        break;
    case SUFFIXES:
        read_suffix(line);
        break;
    case ROOTS:
        read_words(line, WORD_ROOT);
        break;
    case STEMS:
        read_words(line, WORD_STEM);
        break;
    case FULL:
        read_pairs(line, WORD_FULL);
        break;
    case WHOLE:
        read_pairs(line, WORD_WHOLE);
        break;
    case NONE:
    case SECTION_COUNT:
        stop("before the first [section]", line);
    }
}

static void read_rules(FILE *file)
{
    static char line[LINE_BYTES];
    enum section section = NONE;
    while (fgets(line, sizeof line, file) != NULL) {
        line_number++;
        if (strchr(line, '\n') == NULL)
            stop("the line is too long, or the last one has no end", "");
        line[strcspn(line, "#\n")] = '\0';
        size_t len = strlen(line);
        while (len > 0 && strchr(" \t\r", line[len - 1]) != NULL)
            line[--len] = '\0';
        if (line[0] == '[')
            section = find_section(line);
        else if (line[strspn(line, " \t")] != '\0')
            read_line(section, line);
    }
}

/* --- output ------------------------------------------------------------------------ */

static int compare_forms(const void *one, const void *other)
{
    return strcmp(((const struct form *)one)->text, ((const struct form *)other)->text);
}

static void print_rules(void)
{
    printf("const struct stem_ky_rule stem_ky_rules[] = {\n");
    for (unsigned i = 0; i < rule_count; i++) {
        const struct stem_ky_rule *rule = &rules[i].rule;
        printf("{\"%s\", 0x%x, %u, %u, %u, %u, %d},\n", rules[i].name, rule->from,
               rule->to, rule->kind, rule->least, rule->alone, rule->cost);
    }
    printf("};\nconst size_t stem_ky_rule_count = %u;\n\n", rule_count);
}

/* Those of one spelling side by side, told to its place in the trie. */
static void print_forms(void)
{
    qsort(forms, form_count, sizeof forms[0], compare_forms);
    printf("const struct stem_ky_form stem_ky_forms[] = {\n");
    for (unsigned i = 0; i < form_count; i++) {
        const struct stem_ky_form *form = &forms[i].form;
        struct trie_node *node = trie_add(&suffix_trie, forms[i].text);
        if (node == NULL)
            stop("too many spellings", forms[i].text);
        if (node->count++ == 0)
            node->value = (uint16_t)i;
        printf("{%u, %u, 0x%x, 0x%x, %d},\n", form->rule, form->letters, form->vowels,
               form->sounds, form->plain);
    }
    printf("};\n\n");
}

static void print_targets(void)
{
    printf("const struct stem_ky_target stem_ky_targets[] = {\n");
    for (unsigned i = 0; i < target_count; i++)
        printf("{\"%s\", \"%s\"},\n", targets[i].full, targets[i].plain);
    printf("{\"\", \"\"}};\n");
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: stem_ky_make stem_ky.rules >stem_ky_table.c\n");
        return 2;
    }
    file_name = argv[1];
    trie_init(&suffix_trie);
    trie_init(&word_trie);
    read_rules(file);
    fclose(file);
    printf("/* stem_ky_table.c - made from stem_ky.rules; do not edit. */\n"
           "#include \"text/stem_ky_table.h\"\n\n/* clang-format off */\n");
    print_rules();
    print_forms();
    print_targets();
    if (!trie_print(&suffix_trie, "stem_ky_suffixes") ||
        !trie_print(&word_trie, "stem_ky_words"))
        stop("too many words", "for 16 bits");
    return 0;
}
