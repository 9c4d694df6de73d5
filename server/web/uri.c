/*   /article/a%2Fb ? q=%D1%81%D1%83%D1%83 & page=2
 *   [path         ]  [name][value       ]   ...        each part decoded by itself
 *
 * Parts are cut first and decoded after, so that %26 and %3D never part anything, and a
 * decoded %2F is a slash of an id only after the path was checked for dots: both the
 * raw and the decoded form must be free of them.
 */
#include "web/uri.h"

#include "text/utf8.h"

struct decoder {
    struct uri *uri;
    size_t used;
    const char *reason; /* of the first failure */
};

static int hex_digit(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

/* The byte that begins at *at, decoded; -1: a bad escape. */
static int next_byte(struct span raw, size_t *at, bool form)
{
    uint8_t byte = raw.data[(*at)++];
    if (byte == '+' && form)
        return ' ';
    if (byte != '%')
        return byte;
    if (*at + 2 > raw.len)
        return -1;
    int high = hex_digit(raw.data[*at]), low = hex_digit(raw.data[*at + 1]);
    *at += 2;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool has_control(struct span text)
{
    for (size_t off = 0; off < text.len;) {
        uint32_t code = utf8_next(text, &off);
        if (code < 0x20 || (code >= 0x7F && code <= 0x9F))
            return true;
    }
    return false;
}

static struct span decode(struct decoder *decoder, struct span raw, bool form)
{
    uint8_t *out = decoder->uri->bytes + decoder->used;
    size_t len = 0;
    for (size_t at = 0; at < raw.len;) {
        int byte = next_byte(raw, &at, form);
        if (byte < 0) {
            decoder->reason = "a percent escape is broken";
            return (struct span){NULL, 0};
        }
        out[len++] = (uint8_t)byte;
    }
    decoder->used += len;
    struct span text = span_of(out, len);
    if (!utf8_valid(text))
        decoder->reason = "the address is not UTF-8";
    else if (has_control(text))
        decoder->reason = "the address holds a control character";
    return text;
}

static bool has_dots(struct span path)
{
    for (size_t at = 0; at < path.len;) {
        size_t end = span_find(path, '/', at);
        struct span part = span_part(path, at, end - at);
        if (span_equal(part, span_text(".")) || span_equal(part, span_text("..")))
            return true;
        at = end + 1;
    }
    return false;
}

static void parse_param(struct decoder *decoder, struct span raw)
{
    struct uri *uri = decoder->uri;
    size_t equals = span_find(raw, '=', 0);
    if (raw.len == 0)
        return;
    struct uri_param param;
    param.name = decode(decoder, span_part(raw, 0, equals), true);
    param.value = decode(decoder, span_part(raw, equals + 1, raw.len), true);
    uri->params[uri->param_count++] = param;
}

static enum status parse_params(struct decoder *decoder, struct span raw)
{
    for (size_t at = 0; at < raw.len && !decoder->reason;) {
        size_t end = span_find(raw, '&', at);
        if (decoder->uri->param_count == URI_PARAMS_MAX) {
            decoder->reason = "too many parameters";
            return ST_LIMIT;
        }
        parse_param(decoder, span_part(raw, at, end - at));
        at = end + 1;
    }
    return ST_OK;
}

enum status uri_parse(struct uri *uri, struct span raw, const char **reason)
{
    struct decoder decoder = {uri, 0, NULL};
    uri->param_count = 0;
    uri->path = (struct span){NULL, 0};
    if (raw.len > URI_BYTES_MAX) {
        *reason = "the address is too long";
        return ST_LIMIT;
    }
    if (raw.len == 0 || raw.data[0] != '/') {
        *reason = "the address is not a path";
        return ST_ARGUMENT;
    }
    raw = span_part(raw, 0, span_find(raw, '#', 0));
    size_t mark = span_find(raw, '?', 0);
    uri->path = decode(&decoder, span_part(raw, 0, mark), false);
    if (!decoder.reason && has_dots(uri->path))
        decoder.reason = "the address holds . or .. between slashes";
    enum status status = ST_OK;
    if (!decoder.reason && mark < raw.len)
        status = parse_params(&decoder, span_part(raw, mark + 1, raw.len));
    if (!decoder.reason)
        return ST_OK;
    *reason = decoder.reason;
    return status == ST_OK ? ST_ARGUMENT : status;
}

const struct uri_param *uri_param(const struct uri *uri, const char *name)
{
    struct span wanted = span_text(name);
    for (size_t i = 0; i < uri->param_count; i++)
        if (span_equal(uri->params[i].name, wanted))
            return &uri->params[i];
    return NULL;
}
