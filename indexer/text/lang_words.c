/* lang_words.c - the lists, and one hash table over all of them.
 *
 *   slot = hash of the bytes -> text, length, flags; linear probing, load under 1/2
 *
 * A passage asks four times a word, so the table is what makes telling the language
 * cheap. It is filled on first use, once, whichever thread comes first.
 */
#include "text/lang_words.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/bytes.h"

static const char *const ky_words[] = {
    "абдан",   "ага",     "айткан",    "айтты",    "аларга",  "алардын",   "алды",
    "алып",    "анан",    "анда",      "андай",    "андан",   "анткени",   "аны",
    "анын",    "аркылуу", "баардык",   "баары",    "балким",  "барат",     "барып",
    "бекен",   "берген",  "берди",     "болбой",   "болбойт", "болгон",    "болгону",
    "болду",   "болор",   "болот",     "болсо",    "болуп",   "болчу",     "боюнча",
    "буга",    "бул",     "гана",      "дагы",     "деген",   "дейт",      "демек",
    "дешти",   "жакшы",   "жана",      "жатат",    "жаткан",  "жок",       "жонундо",
    "жүрөт",   "жөнүндө", "ичинде",    "кайда",    "калды",   "кандай",    "канча",
    "качан",   "келген",  "келди",     "керектүү", "кетти",   "кийин",     "кимдин",
    "кылып",   "күнү",    "мага",      "менен",    "мумкун",  "мындай",    "мындайча",
    "мындан",  "мүмкүн",  "ортосунда", "отуп",     "ошентип", "ошого",     "ошол",
    "ошондой", "ошону",   "ошонун",    "сага",     "сыяктуу", "тарабынан", "тийиш",
    "турат",   "турган",  "туруп",     "тууралуу", "учун",    "ушу",       "ушул",
    "чейин",   "ылайык",  "эгер",      "эгерде",   "экен",    "экени",     "эл",
    "элдин",   "эле",     "элек",      "элем",     "элең",    "эмес",      "эмеспи",
    "эмеспиз", "эми",     "эмне",      "эмнеге",   "эч",      "эң",        "үчүн",
    "өтүп",
};

static const char *const ru_words[] = {
    "более",    "быть",    "ваш",    "ваши",   "ведь",    "всего",    "всех",
    "вы",       "где",     "года",   "году",   "даже",    "для",      "его",
    "ее",       "ей",      "ему",    "если",   "есть",    "еще",      "здесь",
    "из",       "им",      "их",     "когда",  "которая", "которого", "которые",
    "который",  "кто",     "лет",    "лишь",   "между",   "менее",    "меня",
    "мне",      "может",   "наш",    "никто",  "ничто",   "об",       "однако",
    "очень",    "помните", "потому", "почему", "поэтому", "просто",   "прощайте",
    "самый",    "своей",   "свои",   "свой",   "себя",    "сегодня",  "сейчас",
    "со",       "также",   "тебе",   "тебя",   "тем",     "теперь",   "тогда",
    "тоже",     "только",  "уже",    "чего",   "чем",     "через",    "что",
    "чтобы",    "эта",     "эти",    "это",    "этого",   "этот",     "я",
    "является",
};

static const char *const en_words[] = {
    "also", "an",  "and", "are",  "as",   "at",    "be",   "been",  "between",
    "by",   "can", "for", "from", "has",  "have",  "in",   "is",    "it",
    "its",  "not", "of",  "on",   "or",   "that",  "the",  "their", "these",
    "this", "to",  "was", "we",   "were", "which", "with",
};

/* Kazakh, Tatar, Uzbek; only what neither Kyrgyz nor Russian writes. */
static const char *const turkic_words[] = {
    "авыл",      "айтады",   "алады",   "аларның", "аның",    "ауа",      "ауыл",
    "ауыр",      "барады",   "бастады", "бастап",  "безнең",  "белән",    "береди",
    "бизнинг",   "бик",      "билан",   "бола",    "болады",  "болалар",  "болатын",
    "болды",     "болмайды", "болса",   "болып",   "болған",  "бошқа",    "бугун",
    "буенча",    "буларак",  "булган",  "булып",   "бўлган",  "бўлди",    "бүгин",
    "дауыс",     "деб",      "деган",   "дейди",   "дейин",   "дигән",    "дип",
    "дәү",       "еди",      "екен",    "екенин",  "ел",      "елда",     "елде",
    "елдиң",     "ели",      "елны",    "емес",    "емеспин", "ер",       "ертең",
    "ете",       "етеди",    "етип",    "етти",    "ету",     "етуге",    "еш",
    "ең",        "жатыр",    "жауап",   "жаңа",    "жуда",    "иде",      "икән",
    "инде",      "йил",      "йилги",   "йилда",   "йили",    "йўқ",      "кейбир",
    "келеди",    "килә",     "китап",   "китоб",   "кўп",     "көрсетти", "лекин",
    "мактаб",    "менинг",   "мениң",   "минем",   "нима",    "ол",       "олай",
    "олар",      "олардың",  "онда",    "оны",     "оның",    "осы",      "осындай",
    "сауда",     "сезнең",   "сенинг",  "сениң",   "сизнинг", "сонда",    "сондай",
    "сондықтан", "соны",     "сонымен", "татар",   "тау",     "туралы",   "турында",
    "түгел",     "ул",       "улар",    "уни",     "унинг",   "ушбу",     "фақат",
    "хәзер",     "шаҳар",    "шул",     "шундай",  "эди",     "экан",     "эмас",
    "эрта",      "юк",       "язма",    "яна",     "янги",    "ўзбек",    "қилди",
    "ҳам",       "һәм",      "өчен",
};

/* Kyrgyz words of office and verse that Russian texts are full of. */
static const char *const shared_words[] = {
    "айыл",   "айылных", "айылного", "айылные", "айылный", "аймак", "аким",   "акын",
    "ак",     "ата",     "жаны",     "жогорку", "кара",    "кенеш", "кенеша", "кеңеш",
    "кыргыз", "манас",   "манасчи",  "окмоту",  "өкмөтү",  "суу",   "тоо",    "эл",
};

/* Ukrainian, Bulgarian, Serbian. */
static const char *const slavic_words[] = {
    "ако",    "але",      "бе",     "беше",   "биде",     "биле",   "био",     "бити",
    "буде",   "було",     "бути",   "бъде",   "българия", "быць",   "бяха",    "вельми",
    "вече",   "вже",      "вин",    "вона",   "вони",     "воно",   "всички",  "всяка",
    "във",    "върху",    "године", "гэта",   "данас",    "деца",   "докато",  "дуже",
    "е",      "една",     "едно",   "з",      "защото",   "због",   "има",     "имат",
    "його",   "каб",      "када",   "какво",  "както",    "као",    "като",    "когато",
    "което",  "които",    "коя",    "която",  "која",     "које",   "који",    "къде",
    "където", "към",      "липсва", "лише",   "мають",    "має",    "миж",     "може",
    "можна",  "нашата",   "нашия",  "нема",   "нисам",    "није",   "няколко", "няма",
    "ова",    "оваа",     "овај",   "ови",    "ово",      "овој",   "още",     "писля",
    "повече", "пре",      "през",   "према",  "проте",    "пры",    "са",      "сваки",
    "све",    "сви",      "свий",   "свој",   "се",       "сите",   "след",    "сме",
    "смо",    "според",   "србија", "српски", "сте",      "су",     "съм",     "със",
    "също",   "сьогодни", "тава",   "тази",   "така",     "також",  "тај",     "тези",
    "тие",    "тоа",      "това",   "този",   "треба",    "трябва", "уз",      "усе",
    "уси",    "усих",     "хто",    "це",     "цей",      "ци",     "цих",     "циєи",
    "цього",  "цьому",    "цю",     "ця",     "че",       "чи",     "што",     "ще",
    "що",     "щоб",      "щодо",   "яго",    "як",       "яка",    "яке",     "яки",
    "який",   "якщо",     "яна",    "яны",    "ён",       "є",      "їй",      "їх",
    "її",     "је",       "још",    "људи",   "ће",
};

/* Of the genitive and of the present tense. */
static const char *const turkic_endings[] = {
    "адиган", "ады", "аси", "атын", "еди", "етин", "йди",  "йды", "моқда",
    "нинг",   "ниң", "ның", "оси",  "улы", "уси",  "япти", "яси",
};

/* Of Ukrainian nouns and of the Bulgarian article. */
static const char *const slavic_endings[] = {
    "ння", "ття", "ията", "нето", "ният", "кият",
};

/* Of Kyrgyz cases and plurals, with the letter before; Russian writes none of them. */
static const char *const ky_endings[] = {
    "гден", "гдин", "здар", "зден", "здер", "здин", "здор", "здун", "здын", "здүк",
    "здүн", "здүү", "здөн", "здөр", "йдин", "йдон", "йдун", "йдын", "йдүн", "ктан",
    "ктар", "ктен", "ктин", "ктук", "ктун", "ктуу", "ктын", "ктүн", "ктүү", "ктөн",
    "ктөр", "лдан", "лдар", "лден", "лдер", "лдон", "лдор", "лдук", "лдун", "лдуу",
    "лдын", "лдүн", "лдүү", "лөрү", "мдан", "мдар", "мден", "мдер", "мдин", "мдон",
    "мдук", "мдун", "мдуу", "мдын", "мдүк", "мдүн", "мдүү", "мдөн", "мдөр", "ндар",
    "нден", "ндер", "ндин", "ндун", "ндуу", "ндын", "ндүк", "ндүн", "ндүү", "ндөн",
    "ндөр", "птан", "птар", "птен", "птер", "птин", "птук", "птун", "птуу", "птөн",
    "птөр", "рдин", "рдон", "рдук", "рдун", "рдын", "рдүк", "рдүн", "рдүү", "стар",
    "стун", "стуу", "стын", "стүү", "стөн", "ттан", "ттар", "ттен", "ттин", "ттон",
    "ттор", "ттук", "ттун", "ттуу", "ттын", "ттүк", "ттүн", "ттүү", "ттөн", "ттөр",
    "улуу", "унун", "штан", "штар", "штен", "штер", "штин", "штук", "штуу", "штын",
    "штүк", "штүү", "ынын", "үнүн",
};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { SLOTS = 2048 }; /* a power of two */

/* Bytes as numbers: of up to 16, the two numbers and the length tell them all. */
struct key {
    uint64_t first, last;
};

static struct slot {
    struct key key;
    const char *text; /* NULL: free */
    uint16_t len, flags;
} slots[SLOTS];

static inline uint64_t load(const uint8_t *at, size_t bytes)
{
    uint64_t value = 0;
    memcpy(&value, at, bytes);
    return value;
}

static inline struct key key_of(struct span text)
{
    const uint8_t *at = text.data;
    size_t len = text.len;
    if (len >= 8)
        return (struct key){load(at, 8), load(at + len - 8, 8)};
    if (len >= 4)
        return (struct key){load(at, 4), load(at + len - 4, 4)};
    if (len == 0)
        return (struct key){0, 0};
    return (struct key){(uint64_t)at[0] | (uint64_t)at[len / 2] << 8, at[len - 1]};
}

static inline bool is_text(const struct slot *slot, struct key key, struct span text)
{
    return slot->key.first == key.first && slot->key.last == key.last &&
           slot->len == text.len &&
           (text.len <= 16 || memcmp(slot->text, text.data, text.len) == 0);
}

static inline struct slot *slot_of(struct span text)
{
    struct key key = key_of(text);
    uint64_t hash = (key.first ^ key.last << 7 ^ key.last >> 57 ^ text.len) *
                    UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 53); /* 2048 slots */
    while (slots[at].text && !is_text(&slots[at], key, text))
        at = (at + 1) & (SLOTS - 1);
    return &slots[at];
}

static size_t add_list(const char *const *list, size_t count, unsigned flag)
{
    for (size_t i = 0; i < count; i++) {
        struct span text = span_text(list[i]);
        struct slot *slot = slot_of(text);
        slot->key = key_of(text);
        slot->text = list[i];
        slot->len = (uint16_t)text.len;
        slot->flags = (uint16_t)(slot->flags | flag);
    }
    return count;
}

static atomic_bool filled;

static void fill(void)
{
    size_t used = add_list(ky_words, COUNT(ky_words), LANG_WORD_KY);
    used += add_list(ru_words, COUNT(ru_words), LANG_WORD_RU);
    used += add_list(en_words, COUNT(en_words), LANG_WORD_EN);
    used += add_list(turkic_words, COUNT(turkic_words), LANG_WORD_TURKIC);
    used += add_list(slavic_words, COUNT(slavic_words), LANG_WORD_SLAVIC);
    used += add_list(shared_words, COUNT(shared_words), LANG_WORD_SHARED);
    used += add_list(turkic_endings, COUNT(turkic_endings), LANG_ENDING_TURKIC);
    used += add_list(slavic_endings, COUNT(slavic_endings), LANG_ENDING_SLAVIC);
    used += add_list(ky_endings, COUNT(ky_endings), LANG_ENDING_KY);
    assert(used < SLOTS / 2);
    (void)used;
    atomic_store_explicit(&filled, true, memory_order_release);
}

unsigned lang_words_flags(struct span folded)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!atomic_load_explicit(&filled, memory_order_acquire))
        pthread_once(&once, fill);
    return slot_of(folded)->flags;
}
