/* First bytes are believed before names. */
#include "ingest/sniff.h"

static uint8_t small(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

static bool same_at(struct span text, size_t at, const char *word)
{
    size_t len = strlen(word);
    if (at + len > text.len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (small(text.data[at + i]) != (uint8_t)word[i])
            return false;
    return true;
}

/* The name ends so, any case: ".html". */
static bool ends_with(struct span name, const char *extension)
{
    size_t len = strlen(extension);
    return name.len > len && same_at(name, name.len - len, extension);
}

static size_t skip_blank(struct span head, size_t at)
{
    while (at < head.len && (head.data[at] == ' ' || head.data[at] == '\t' ||
                             head.data[at] == '\r' || head.data[at] == '\n'))
        at++;
    return at;
}

/* Behind a byte order mark, comments and an XML declaration. */
static size_t first_tag(struct span head)
{
    size_t at = span_starts(head, span_text("\xEF\xBB\xBF")) ? 3 : 0;
    for (unsigned i = 0; i < 16; i++) {
        at = skip_blank(head, at);
        bool comment = same_at(head, at, "<!--"), declaration = same_at(head, at, "<?");
        if (!comment && !declaration)
            return at;
        while (at < head.len && !same_at(head, at, comment ? "-->" : "?>"))
            at++;
        at += comment ? 3 : 2;
    }
    return at;
}

bool sniff_html(struct span head, struct span name)
{
    static const char *const tags[] = {"<!doctype html", "<html", "<head",
                                       "<body",          "<meta", "<title"};
    size_t at = first_tag(head);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (same_at(head, at, tags[i]))
            return true;
    return ends_with(name, ".html") || ends_with(name, ".htm") ||
           ends_with(name, ".xhtml");
}

bool sniff_is_note(struct span name)
{
    return ends_with(name, ".md") || ends_with(name, ".markdown");
}

static const struct {
    const char *magic;
    const char *reason;
} magics[] = {
    {"%PDF-", "a PDF document: this version does not read it"},
    {"PK\x03\x04", "a zip container (docx, epub, odt): this version does not read it"},
    {"\xD0\xCF\x11\xE0", "an old Office document: this version does not read it"},
    {"{\\rtf", "an RTF document: this version does not read it"},
    {"\x89PNG", "a picture"},
    {"\xFF\xD8\xFF", "a picture"},
    {"GIF8", "a picture"},
    {"\x7F"
     "ELF",
     "a program"},
    {"<?xml", "an XML document of a kind that this version does not read"},
};

static bool has_utf16_mark(struct span head)
{
    return span_starts(head, span_of("\xFF\xFE", 2)) ||
           span_starts(head, span_of("\xFE\xFF", 2));
}

const char *sniff_refused(struct span head, struct span name)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (span_starts(head, span_text(magics[i].magic)))
            return magics[i].reason;
    if (!has_utf16_mark(head) && span_find(head, 0, 0) < head.len)
        return "binary: neither text nor a format that this version reads";
    if (ends_with(name, ".json"))
        return "JSON, but not one object a line";
    return NULL;
}
