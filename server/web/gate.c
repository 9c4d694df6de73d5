/* Every header is looked at once; the verdict is a function of what was seen. When in
 * doubt it refuses: a browser sends nothing of what is refused here.
 */
#include "web/gate.h"

static uint8_t lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
}

bool gate_name_is(struct span name, const char *known)
{
    struct span other = span_text(known);
    if (name.len != other.len)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (lower(name.data[i]) != lower(other.data[i]))
            return false;
    return true;
}

static bool is_letter_or_digit(uint8_t byte)
{
    return (lower(byte) >= 'a' && lower(byte) <= 'z') || (byte >= '0' && byte <= '9');
}

/* token of RFC 9110, without its stranger characters */
static bool name_is_odd(struct span name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_letter_or_digit(name.data[i]) && name.data[i] != '-' &&
            name.data[i] != '_')
            return true;
    return name.len == 0;
}

static bool value_is_odd(struct span value)
{
    for (size_t i = 0; i < value.len; i++)
        if ((value.data[i] < 0x20 && value.data[i] != '\t') || value.data[i] == 0x7F)
            return true;
    return false;
}

void gate_header(struct gate *gate, struct span name, struct span value)
{
    gate->headers++;
    gate->odd_name |= name_is_odd(name);
    gate->odd_value |= value_is_odd(value);
    gate->coding |= gate_name_is(name, "Transfer-Encoding");
    gate->length |= gate_name_is(name, "Content-Length");
    gate->hosts += gate_name_is(name, "Host");
}

unsigned gate_verdict(const struct gate *gate, bool body_allowed, const char **reason)
{
    if (gate->headers > GATE_HEADERS_MAX) {
        *reason = "too many header fields";
        return 431;
    }
    *reason = NULL;
    if (gate->odd_name)
        *reason = "the name of a header field is malformed";
    else if (gate->odd_value)
        *reason = "the value of a header field is malformed";
    else if (gate->hosts != 1)
        *reason = "there must be one Host header field";
    else if (gate->coding)
        *reason = "a request with a transfer coding is not accepted";
    else if (gate->length && !body_allowed)
        *reason = "a request with content is not accepted";
    return *reason ? 400 : 0;
}

bool gate_host(struct span host)
{
    for (size_t i = 0; i < host.len; i++)
        if (!is_letter_or_digit(host.data[i]) && !memchr(".-:[]_", host.data[i], 6))
            return false;
    return host.len > 0 && host.len <= 255;
}
