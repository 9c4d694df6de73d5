/* One row a string, one column a language, in the order of enum ui_lang. The strings
 * are plain text: whoever writes them into a page escapes them.
 */
#include "answer/ui_text.h"

enum { UI_LANGS = 3 };

static const char *const strings[UI_STRINGS][UI_LANGS] = {
    [UI_SEARCH] = {"Издөө", "Найти", "Search"},
    [UI_SEARCH_LABEL] = {"Архивден издөө", "Поиск по архиву", "Search the archive"},
    [UI_PLACEHOLDER] = {"Сөз, сүйлөм же автордун аты", "Слово, фраза или автор",
                        "Word, phrase or author"},
    [UI_SKIP] = {"Негизги бөлүккө өтүү", "Перейти к содержанию", "Skip to content"},
    [UI_INTERFACE] = {"Интерфейстин тили", "Язык интерфейса", "Interface language"},
    [UI_LEAD] = {"Журналдардын архивинен кыргызча, орусча жана англисче издейт. "
                 "Сөз кандай мүчө менен турса да табылат.",
                 "Ищет в архивах журналов на кыргызском, русском и английском. "
                 "Находит слово в любой его форме.",
                 "Searches journal archives in Kyrgyz, Russian and English. "
                 "Finds a word in all its forms."},
    [UI_RESULTS] = {"Табылган макалалар", "Найденные статьи", "Articles found"},
    [UI_FILTERS] = {"Тактоо", "Уточнить", "Refine"},
    [UI_TO_FILTERS] = {"Издөөнү тактоо", "Уточнить поиск", "Refine the search"},
    [UI_CHOSEN] = {"Тандалган чыпкалар", "Выбранные фильтры", "Chosen filters"},
    [UI_REMOVE] = {"Алып салуу", "Убрать", "Remove"},
    [UI_CLEAR] = {"Баарын тазалоо", "Сбросить всё", "Clear all"},
    [UI_YEARS] = {"Жылдар боюнча", "По годам", "By year"},
    [UI_RANGE] = {"Жылдардын аралыгы", "Промежуток лет", "Range of years"},
    [UI_FROM] = {"Баштап", "С года", "From"},
    [UI_TO] = {"Чейин", "По год", "To"},
    [UI_APPLY] = {"Тандоо", "Выбрать", "Apply"},
    [UI_ALL_YEARS] = {"Бардык жылдар", "Все годы", "All years"},
    [UI_JOURNAL] = {"Журнал", "Журнал", "Journal"},
    [UI_ISSUE] = {"Саны", "Номер", "Issue"},
    [UI_RUBRIC] = {"Рубрика", "Рубрика", "Section"},
    [UI_AUTHOR] = {"Автор", "Автор", "Author"},
    [UI_LANGUAGE] = {"Тили", "Язык", "Language"},
    [UI_MORE] = {"Дагы көрсөтүү", "Показать ещё", "Show more"},
    [UI_SORT] = {"Иреттөө", "Порядок", "Sort by"},
    [UI_RELEVANCE] = {"Дал келүүсү боюнча", "По соответствию", "Relevance"},
    [UI_NEWEST] = {"Адегенде жаңылары", "Сначала новые", "Newest first"},
    [UI_OLDEST] = {"Адегенде эскилери", "Сначала старые", "Oldest first"},
    [UI_PAGES] = {"Барактар", "Страницы", "Pages"},
    [UI_PREVIOUS] = {"Мурунку", "Назад", "Previous"},
    [UI_NEXT] = {"Кийинки", "Дальше", "Next"},
    [UI_PAGE] = {"Барак", "Страница", "Page"},
    [UI_NOTHING] = {"Эч нерсе табылган жок", "Ничего не найдено", "Nothing was found"},
    [UI_NOTHING_SPELLING] = {"Сөздөрдүн жазылышын текшерип көрүңүз.",
                             "Проверьте, как написаны слова.",
                             "Check how the words are spelt."},
    [UI_NOTHING_FEWER] = {"Азыраак же жалпыраак сөздөр менен издеңиз.",
                          "Попробуйте меньше слов или слова более общие.",
                          "Try fewer words, or more general ones."},
    [UI_NOTHING_FILTERS] = {"Чыпкаларды жана тырмакчаларды алып салыңыз.",
                            "Уберите фильтры и кавычки.",
                            "Take away filters and quotation marks."},
    [UI_NOT_AS_TYPED] = {"жазылганындай табылган жок.",
                         "— в таком написании ничего не найдено.",
                         "was not found as typed."},
    [UI_SEARCHED] = {"Издөө:", "Показано:", "Searched instead:"},
    [UI_ALSO_FOUND] = {"Дагы табылды:", "Найдено ещё:", "Also found:"},
    [UI_AS_TYPED] = {"жазылганындай", "как введено", "as typed"},
    [UI_ONLY_AS_TYPED] = {"Жазылганындай гана издөө", "Искать только как введено",
                          "Search only as typed"},
    [UI_NO_TERMS] = {"терминдерсиз", "без терминов", "without terms"},
    [UI_WITHOUT_TERMS] = {"Терминдерсиз издөө", "Искать без терминов",
                          "Search without terms"},
    [UI_DID_YOU_MEAN] = {"Балким:", "Возможно, вы искали:", "Did you mean:"},
    [UI_ANY_WORD] = {"Бардык сөз чогуу кездешкен макала жок. Алардын айрымдары бар "
                     "макалалар көрсөтүлдү.",
                     "Статей, где есть все слова сразу, нет. Показаны статьи, где есть "
                     "некоторые из них.",
                     "No article has all the words. These have some of them."},
    [UI_LOOSENED] =
        {"Тырмакчадагы же дефистүү сөздөр так ушундай кездешпейт. Алар "
         "бөлөк-бөлөк же башка формада бар макалалар көрсөтүлдү.",
         "Слов в кавычках или через дефис именно в таком виде нет. Показаны "
         "статьи, где они стоят порознь или в других формах.",
         "No article has the quoted or hyphenated words just so. These have them "
         "apart or in other forms."},
    [UI_PREFIX_CUT] =
        {"Мындай башталган сөздөр өтө көп. Эң көп кездешкендери гана изделди.",
         "Слов с таким началом очень много. Искались только самые частые.",
         "Very many words begin so. Only the most frequent were searched "
         "for."},
    [UI_DROPPED] = {"Издөөдө эске алынбаган сөздөр:", "Слова, не учтённые в поиске:",
                    "Words left out of the search:"},
    [UI_TIMED_OUT] =
        {"Издөөгө берилген убакыт бүттү: ушул убакытта табылганы көрсөтүлдү.",
         "Время поиска вышло: показано то, что успело найтись.",
         "Time ran out: this is what was found until then."},
    [UI_IGNORED] = {"Түшүнүксүз параметр эске алынган жок:",
                    "Непонятный параметр не учтён:", "A parameter was not understood:"},
    [UI_AT_LEAST] = {"кеминде", "не менее", "at least"},
    [UI_LAST_PAGE] = {"Мындан ары көрсөтүлбөйт: издөөнү тактаңыз.",
                      "Дальше результаты не показываются: уточните запрос.",
                      "No more is shown: please refine the search."},
    [UI_PAST_END] = {"Табылган макалалар мурунку барактарда бүткөн.",
                     "Найденное кончилось на предыдущих страницах.",
                     "What was found ends on an earlier page."},
    [UI_HELP] = {"Кантип издесе болот", "Как искать", "How to search"},
    [UI_HELP_ALL] = {"эки сөз тең бар макалалар", "есть оба слова", "both words"},
    [UI_HELP_ANY] = {"сөздөрдүн жок дегенде бири бар", "есть хотя бы одно из слов",
                     "at least one of the words"},
    [UI_HELP_PHRASE] = {"дал ушул түрүндө жана ушул иретте",
                        "именно в этой форме и в этом порядке",
                        "exactly these forms, in this order"},
    [UI_HELP_NEAR] = {"бири-биринен беш сөздөн алыс эмес",
                      "не дальше пяти слов друг от друга",
                      "within five words of each other"},
    [UI_HELP_NOT] = {"экинчи сөзү жок макалалар", "второго слова в статье нет",
                     "without the second word"},
    [UI_HELP_PREFIX] = {"ушинтип башталган сөздөр", "слова, которые так начинаются",
                        "words that begin so"},
    [UI_HELP_FIELD] = {"автордун аты же баш сөз боюнча", "по автору или по заголовку",
                       "by author or by title"},
    [UI_HELP_YEAR] = {"ушул жылдарда чыккан макалалар", "статьи этих лет",
                      "articles of these years"},
    [UI_BACK] = {"Издөөнүн жыйынтыгына кайтуу", "К результатам поиска",
                 "Back to the results"},
    [UI_ORIGINAL] = {"Макала журналдын сайтында", "Статья на сайте журнала",
                     "The article on the journal's site"},
    [UI_ABSTRACT] = {"Кыскача мазмуну", "Аннотация", "Abstract"},
    [UI_KEYWORDS] = {"Ачкыч сөздөр", "Ключевые слова", "Keywords"},
    [UI_REFERENCES] = {"Адабияттар", "Литература", "References"},
    [UI_TRANSLATIONS] = {"Ушул эле макала башка тилде", "Эта статья на другом языке",
                         "This article in another language"},
    [UI_CITE] = {"Шилтеме берүү үчүн", "Для ссылки", "Cite as"},
    [UI_ERROR] = {"Ката", "Ошибка", "Error"},
    [UI_NOT_FOUND] = {"Мындай бет жок.", "Такой страницы нет.",
                      "There is no such page."},
    [UI_BUSY] = {"Азыр сервер бош эмес. Бир аздан кийин кайра аракет кылыңыз.",
                 "Сервер сейчас занят. Попробуйте немного позже.",
                 "The server is busy. Please try again in a moment."},
    [UI_BAD_REQUEST] = {"Бул суроо-талапты түшүнүү мүмкүн болгон жок.",
                        "Этот запрос не удалось понять.",
                        "This request could not be understood."},
};

const char *ui_text(enum ui_lang ui, enum ui_string string)
{
    return strings[string][ui];
}

const char *ui_tag(enum ui_lang ui)
{
    static const char *const tags[UI_LANGS] = {"ky", "ru", "en"};
    return tags[ui];
}

const char *ui_name(enum ui_lang ui)
{
    static const char *const names[UI_LANGS] = {"Кыргызча", "Русский", "English"};
    return names[ui];
}

const char *ui_lang_name(enum ui_lang ui, enum lang lang)
{
    static const char *const names[LANG_COUNT][UI_LANGS] = {
        [LANG_UND] = {"белгисиз", "не указан", "not stated"},
        [LANG_KY] = {"кыргызча", "кыргызский", "Kyrgyz"},
        [LANG_RU] = {"орусча", "русский", "Russian"},
        [LANG_EN] = {"англисче", "английский", "English"},
    };
    return names[lang][ui];
}

const char *ui_rung(enum ui_lang ui, enum search_rung rung)
{
    static const char *const names[RUNG_COUNT][UI_LANGS] = {
        [RUNG_TYPED] = {"жазылганындай", "как введено", "as typed"},
        [RUNG_LETTERS] = {"тамгалар: ө ү ң", "буквы ө ү ң", "letters ө ү ң"},
        [RUNG_KEYBOARD] = {"клавиатуранын тили", "раскладка клавиатуры",
                           "keyboard layout"},
        [RUNG_LATIN] = {"латын тамгалары", "латинские буквы", "Latin letters"},
        [RUNG_HYPHEN] = {"бирге же бөлөк жазылышы", "слитно или раздельно",
                         "one word or two"},
        [RUNG_ROOT] = {"уңгулаш сөздөр", "однокоренные слова",
                       "words of the same root"},
        [RUNG_EDITS] = {"окшош сөздөр", "похожие слова", "similar words"},
        [RUNG_NAMES] = {"аты-жөнүнүн башка жазылышы", "другое написание имени",
                        "other spellings of the name"},
        [RUNG_TERMS] = {"терминдер аркылуу", "через термины", "through terms"},
    };
    return names[rung][ui];
}

/* --- Warnings of the query parser
 * -------------------------------------------------------- */

static const struct {
    const char *code;
    const char *texts[UI_LANGS];
} warnings[] = {
    {"unbalanced-quote",
     {"Тырмакча жабылган эмес.", "Кавычка не закрыта.",
      "A quotation mark is not closed."}},
    {"unbalanced-parenthesis",
     {"Кашаа түгөйсүз калды.", "Скобка осталась без пары.",
      "A parenthesis has no pair."}},
    {"dangling-operator",
     {"Байламта эки сөздүн ортосунда турушу керек.",
      "Оператор должен стоять между двумя словами.",
      "An operator has to stand between two words."}},
    {"unknown-field",
     {"Мындай талаа жок, жөнөкөй сөз катары изделди.",
      "Такого поля нет, искали как обычные слова.",
      "There is no such field; it was searched as words."}},
    {"bad-value",
     {"Чыпканын мааниси түшүнүксүз.", "Значение фильтра непонятно.",
      "The value of a filter was not understood."}},
    {"swapped-range",
     {"Аралыктын учтары орун алмаштырылды.", "Концы промежутка поменяны местами.",
      "The ends of a range were swapped."}},
    {"empty-phrase",
     {"Тырмакчанын ичинде сөз жок.", "В кавычках нет слов.",
      "There is no word between the quotation marks."}},
    {"long-phrase",
     {"Сүйлөм өтө узун, башы гана изделди.",
      "Фраза слишком длинная, искали только её начало.",
      "The phrase is too long; only its beginning was searched."}},
    {"short-prefix",
     {"Жылдызчанын алдында жок дегенде эки тамга болушу керек.",
      "Перед звёздочкой нужно хотя бы две буквы.",
      "At least two letters are needed before an asterisk."}},
    {"leading-wildcard",
     {"Сөз жылдызча менен башталбайт.", "Слово не может начинаться со звёздочки.",
      "A word cannot begin with an asterisk."}},
    {"inner-wildcard",
     {"Жылдызча сөздүн аягында гана иштейт.",
      "Звёздочка действует только в конце слова.",
      "An asterisk works at the end of a word only."}},
    {"field-apart",
     {"Талаанын мааниси кош чекитке жабышып турушу керек, талаанын аты жөнөкөй сөз "
      "катары "
      "изделди.",
      "Значение поля пишется сразу после двоеточия; имя поля искали как обычное слово.",
      "A field's value has to touch the colon; the name was searched for as a word."}},
    {"no-fuzzy",
     {"Мындай белги жалгыз сөздөн кийин иштебейт.",
      "После отдельного слова такой знак не действует.",
      "Such a mark does nothing after a single word."}},
    {"too-many-words",
     {"Сөздөр өтө көп, калганы эске алынган жок.",
      "Слишком много слов, остальные не учтены.",
      "There are too many words; the rest was left out."}},
    {"too-deep",
     {"Кашаалар өтө терең салынган.", "Скобки вложены слишком глубоко.",
      "Parentheses are nested too deeply."}},
    {"text-cut",
     {"Суроо өтө узун, башы гана окулду.",
      "Запрос слишком длинный, прочитано только его начало.",
      "The query is too long; only its beginning was read."}},
};

const char *ui_warning(enum ui_lang ui, const char *code)
{
    for (size_t i = 0; i < sizeof warnings / sizeof warnings[0]; i++)
        if (strcmp(warnings[i].code, code) == 0)
            return warnings[i].texts[ui];
    return NULL;
}

/* --- Numbers and dates
 * --------------------------------------------------------------------- */

void ui_put_number(struct buf *out, uint64_t number)
{
    if (number < 1000) {
        buf_print(out, "%u", (unsigned)number);
        return;
    }
    ui_put_number(out, number / 1000); /* at most seven deep */
    buf_print(out, "\xC2\xA0%03u", (unsigned)(number % 1000));
}

/* Russian has three forms: 1, 21 статья; 2, 3, 4 статьи; the rest статей. */
static const char *russian_articles(uint64_t count)
{
    unsigned tens = (unsigned)(count / 10 % 10), ones = (unsigned)(count % 10);
    if (tens == 1 || ones == 0 || ones > 4)
        return "статей";
    return ones == 1 ? "статья" : "статьи";
}

void ui_put_articles(struct buf *out, enum ui_lang ui, uint64_t count)
{
    ui_put_number(out, count);
    buf_put_text(out, "\xC2\xA0");
    if (ui == UI_KY)
        buf_put_text(out, "макала");
    else if (ui == UI_RU)
        buf_put_text(out, russian_articles(count));
    else
        buf_put_text(out, count == 1 ? "article" : "articles");
}

/* The possessive goes by the last word of the number: тогуз-у, он-у, жүз-ү, миң-и. */
static const char *kyrgyz_possessive(uint64_t count)
{
    static const char *const ones[] = {"ү", "и",  "си", "ү", "ү",
                                       "и", "сы", "си", "и", "у"};
    static const char *const tens[] = {"",   "у", "сы", "у", "ы",
                                       "сү", "ы", "и",  "и", "у"};
    if (count % 10 > 0 || count == 0)
        return ones[count % 10];
    if (count % 100 > 0)
        return tens[count / 10 % 10];
    if (count % 1000 > 0)
        return "ү";
    return count % 1000000 > 0 ? "и" : "у";
}

void ui_put_typed(struct buf *out, enum ui_lang ui, uint64_t count)
{
    if (ui == UI_KY)
        buf_put_text(out, "анын ");
    if (ui == UI_RU)
        buf_put_text(out, "из них ");
    ui_put_number(out, count);
    if (ui == UI_KY)
        buf_put_text(out, kyrgyz_possessive(count));
    buf_put_text(out, ui == UI_RU ? " — " : " ");
    buf_put_text(out, ui_text(ui, UI_AS_TYPED));
}

enum { MONTHS = 12 };
static const char *const months_ky[MONTHS] = {
    "январь", "февраль", "март",     "апрель",  "май",    "июнь",
    "июль",   "август",  "сентябрь", "октябрь", "ноябрь", "декабрь"};
static const char *const months_ru[MONTHS] = {
    "января", "февраля", "марта",    "апреля",  "мая",    "июня",
    "июля",   "августа", "сентября", "октября", "ноября", "декабря"};
static const char *const months_en[MONTHS] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

static void put_month(struct buf *out, enum ui_lang ui, unsigned month, unsigned year)
{
    if (ui == UI_KY)
        buf_print(out, "%s, %u", months_ky[month - 1], year);
    else if (ui ==
             UI_RU) /* месяц без числа: апрель 2015; the names agree with Kyrgyz */
        buf_print(out, "%s %u", months_ky[month - 1], year);
    else
        buf_print(out, "%s %u", months_en[month - 1], year);
}

static void put_day(struct buf *out, enum ui_lang ui, uint32_t date)
{
    unsigned year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (ui == UI_KY)
        buf_print(out, "%u-%s, %u", day, months_ky[month - 1], year);
    else if (ui == UI_RU)
        buf_print(out, "%u %s %u", day, months_ru[month - 1], year);
    else
        buf_print(out, "%u %s %u", day, months_en[month - 1], year);
}

void ui_put_date(struct buf *out, enum ui_lang ui, uint32_t date)
{
    unsigned year = date / 10000, month = date / 100 % 100;
    if (year == 0)
        return;
    if (month < 1 || month > MONTHS)
        buf_print(out, "%u", year);
    else if (date % 100 == 0)
        put_month(out, ui, month, year);
    else
        put_day(out, ui, date);
}
