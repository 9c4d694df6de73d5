/* query_text.c */
#include "support/query_text.h"

static const char *const WORDS[] = {"бюджет",
                                    "бюджеттин",
                                    "бюджеты",
                                    "жергиликтүү",
                                    "кеңеш",
                                    "кеңештер",
                                    "айыл",
                                    "айылда",
                                    "мектеп",
                                    "мектептер",
                                    "суу",
                                    "сууга",
                                    "жер",
                                    "жерлер",
                                    "шайлоо",
                                    "маданият",
                                    "тапшырык",
                                    "өкмөт",
                                    "жол-жобо",
                                    "жол-жобосу",
                                    "жолжобо",
                                    "иш-аракет",
                                    "иш",
                                    "жол",
                                    "БӨУ",
                                    "БӨУнун",
                                    "Муниципалитет",
                                    "ёлка",
                                    "елка",
                                    "местный",
                                    "советом",
                                    "совета",
                                    "село",
                                    "вода",
                                    "земля",
                                    "выборы",
                                    "культура",
                                    "правительство",
                                    "социально-экономический",
                                    "город-герой",
                                    "город",
                                    "развитие",
                                    "съёмка",
                                    "гражданинов",
                                    "2015-жыл",
                                    "2015",
                                    "жыл",
                                    "17",
                                    "нигдебул",
                                    "Айгүл",
                                    "Майрамбеков",
                                    "уулу",
                                    "тер",
                                    "сөз",
                                    "кенеш",
                                    "жергиликтуу",
                                    "бюджтет",
                                    "ctkj",
                                    "selo",
                                    "өкмөтсуу"};
static const char *const PREFIXES[] = {"бю",  "бюдж", "ме",    "мектепте", "со",  "жо",
                                       "сөз", "ку",   "кеңеш", "жолжоб",   "сов", "20"};
static const char *const FIELDS[] = {
    "title:", "author:", "rubric:", "body:", "keywords:", "abstract:"};
static const char *const FILTERS[] = {
    "year:2015",    "year:2012..2018", "year:2020..",    "lang:ky",
    "lang:ru",      "issue:42",        "issue:\"4 42\"", "journal:муниципалитет",
    "date:2014-04", "journal:жок"};

#define PICK(n, array) ((array)[numbers_below((n), sizeof(array) / sizeof *(array))])

static bool toss(struct numbers *n, uint64_t one_in)
{
    return numbers_below(n, one_in) == 0;
}

static void put_words(struct numbers *n, struct buf *out, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        buf_print(out, "%s%s", i ? " " : "", PICK(n, WORDS));
}

static void put_operand(struct numbers *n, struct buf *out, unsigned depth);

static void put_list(struct numbers *n, struct buf *out, unsigned depth)
{
    static const char *const joints[] = {" ", " ", " ", " OR ", " | ", " ЖАНА "};
    uint64_t count = 1 + numbers_below(n, 3);
    for (uint64_t i = 0; i < count; i++) {
        buf_put_text(out, i ? PICK(n, joints) : "");
        put_operand(n, out, depth);
    }
}

static void put_operand(struct numbers *n, struct buf *out, unsigned depth)
{
    if (toss(n, 8))
        buf_put_text(out, toss(n, 2) ? "-" : "NOT ");
    if (toss(n, 6))
        buf_put_text(out, PICK(n, FIELDS));
    switch (numbers_below(n, depth > 2 ? 10 : 12)) {
    case 0:
    case 1:
        buf_put_byte(out, '"');
        put_words(n, out, 1 + numbers_below(n, 3));
        buf_put_byte(out, '"');
        if (toss(n, 2))
            buf_print(out, "~%u", (unsigned)numbers_below(n, 9));
        break;
    case 2:
        buf_print(out, "%s*", PICK(n, PREFIXES));
        break;
    case 3:
        buf_put_text(out, toss(n, 8) ? "*" : PICK(n, FILTERS));
        break;
    case 10:
    case 11:
        buf_put_byte(out, '(');
        put_list(n, out, depth + 1);
        buf_put_byte(out, ')');
        break;
    default:
        put_words(n, out, 1);
    }
}

/* Any text: what was made, with a few bytes thrown about. */
static void spoil(struct numbers *n, struct buf *out)
{
    for (uint64_t i = 1 + numbers_below(n, 3); i > 0 && out->len > 0; i--)
        out->data[numbers_below(n, out->len)] = (uint8_t)numbers_next(n);
}

void query_text_make(struct buf *out, struct numbers *numbers)
{
    if (toss(numbers, 3))
        put_words(numbers, out, 1 + numbers_below(numbers, 4));
    else
        put_list(numbers, out, 0);
    if (toss(numbers, 20))
        spoil(numbers, out);
}
