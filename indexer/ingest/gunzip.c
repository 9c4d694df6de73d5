/*   file --read--> in[64 KiB] --inflate (or as it is)--> out[64 KiB] --peek, skip-->
 *
 * The out window is filled only when it is empty, and then to the brim or to the end,
 * so the first peek shows enough of a file to tell its format. A failure is kept until
 * the good bytes before it have been taken.
 */
#include "ingest/gunzip.h"

#include <zlib.h>

#include "base/file.h"
#include "base/memory.h"

struct gunzip {
    int fd;
    bool started, gzip, file_end, in_member;
    uint64_t file_off;
    z_stream zlib;
    uint8_t in[GUNZIP_WINDOW_BYTES], out[GUNZIP_WINDOW_BYTES];
    size_t in_at, in_len, out_at, out_len;
    struct error trouble;
};

static voidpf take_memory(voidpf context, uInt count, uInt size)
{
    (void)context;
    return memory_zeroed(count, size);
}

static void give_memory(voidpf context, voidpf block)
{
    (void)context;
    memory_free(block);
}

enum status gunzip_open(struct gunzip **gunzip, int fd, struct error *err)
{
    struct gunzip *made = memory_zeroed(1, sizeof *made);
    if (!made)
        return fail(err, ST_NOMEM, "gunzip: out of memory");
    made->fd = fd;
    made->zlib.zalloc = take_memory;
    made->zlib.zfree = give_memory;
    *gunzip = made;
    return ST_OK;
}

void gunzip_close(struct gunzip *gunzip)
{
    if (!gunzip)
        return;
    if (gunzip->gzip)
        (void)inflateEnd(&gunzip->zlib);
    memory_free(gunzip);
}

bool gunzip_is_gzip(const struct gunzip *gunzip)
{
    return gunzip->gzip;
}

uint64_t gunzip_file_off(const struct gunzip *gunzip)
{
    return gunzip->file_off;
}

static enum status read_more(struct gunzip *gunzip, uint8_t *data, size_t len,
                             size_t *got)
{
    enum status status = file_read_some(gunzip->fd, data, len, got, &gunzip->trouble);
    if (status != ST_OK)
        return status;
    gunzip->file_off += *got;
    gunzip->file_end |= *got == 0;
    return ST_OK;
}

/* Fill the in window when it is empty. */
static enum status refill(struct gunzip *gunzip)
{
    if (gunzip->in_at < gunzip->in_len || gunzip->file_end)
        return ST_OK;
    gunzip->in_at = gunzip->in_len = 0;
    return read_more(gunzip, gunzip->in, sizeof gunzip->in, &gunzip->in_len);
}

/* Two bytes decide; a file may give them one by one. */
static enum status start(struct gunzip *gunzip)
{
    gunzip->started = true;
    while (gunzip->in_len < 2 && !gunzip->file_end) {
        size_t got = 0;
        enum status status = read_more(gunzip, gunzip->in + gunzip->in_len,
                                       sizeof gunzip->in - gunzip->in_len, &got);
        if (status != ST_OK)
            return status;
        gunzip->in_len += got;
    }
    if (gunzip->in_len < 2 || gunzip->in[0] != 0x1F || gunzip->in[1] != 0x8B)
        return ST_OK;
    if (inflateInit2(&gunzip->zlib, 16 + MAX_WBITS) != Z_OK)
        return fail(&gunzip->trouble, ST_NOMEM, "gunzip: out of memory");
    gunzip->gzip = gunzip->in_member = true;
    return ST_OK;
}

/* Between two members: another one, or the end (padding is no member). */
static enum status next_member(struct gunzip *gunzip)
{
    if (gunzip->in_at == gunzip->in_len || gunzip->in[gunzip->in_at] != 0x1F) {
        gunzip->in_at = gunzip->in_len;
        return ST_OK;
    }
    if (inflateReset(&gunzip->zlib) != Z_OK)
        return fail(&gunzip->trouble, ST_CORRUPT, "gzip: cannot start a member");
    gunzip->in_member = true;
    return ST_OK;
}

static enum status inflate_some(struct gunzip *gunzip)
{
    z_stream *zlib = &gunzip->zlib;
    zlib->next_in = gunzip->in + gunzip->in_at;
    zlib->avail_in = (uInt)(gunzip->in_len - gunzip->in_at);
    zlib->next_out = gunzip->out + gunzip->out_len;
    zlib->avail_out = (uInt)(sizeof gunzip->out - gunzip->out_len);
    int result = inflate(zlib, Z_NO_FLUSH);
    gunzip->in_at = gunzip->in_len - zlib->avail_in;
    gunzip->out_len = sizeof gunzip->out - zlib->avail_out;
    if (result == Z_STREAM_END)
        gunzip->in_member = false;
    else if (result == Z_MEM_ERROR)
        return fail(&gunzip->trouble, ST_NOMEM, "gunzip: out of memory");
    else if (result != Z_OK && result != Z_BUF_ERROR)
        return fail(&gunzip->trouble, ST_CORRUPT, "gzip: damaged near byte %llu",
                    (unsigned long long)gunzip->file_off);
    return ST_OK;
}

static void copy_some(struct gunzip *gunzip)
{
    size_t room = sizeof gunzip->out - gunzip->out_len;
    size_t len = gunzip->in_len - gunzip->in_at;
    len = len < room ? len : room;
    memcpy(gunzip->out + gunzip->out_len, gunzip->in + gunzip->in_at, len);
    gunzip->in_at += len;
    gunzip->out_len += len;
}

static enum status step(struct gunzip *gunzip)
{
    enum status status = refill(gunzip);
    bool empty = gunzip->in_at == gunzip->in_len;
    if (status != ST_OK)
        return status;
    if (empty && gunzip->in_member)
        return fail(&gunzip->trouble, ST_CORRUPT, "gzip: cut short at byte %llu",
                    (unsigned long long)gunzip->file_off);
    if (empty)
        return ST_OK;
    if (!gunzip->gzip)
        copy_some(gunzip);
    else if (gunzip->in_member)
        return inflate_some(gunzip);
    else
        return next_member(gunzip);
    return ST_OK;
}

static void fill(struct gunzip *gunzip)
{
    gunzip->out_at = gunzip->out_len = 0;
    enum status status = gunzip->started ? ST_OK : start(gunzip);
    while (status == ST_OK && gunzip->out_len < sizeof gunzip->out) {
        bool end = gunzip->file_end && gunzip->in_at == gunzip->in_len;
        if (end && !gunzip->in_member)
            break;
        status = step(gunzip);
    }
}

enum status gunzip_peek(struct gunzip *gunzip, struct span *bytes, struct error *err)
{
    if (gunzip->out_at == gunzip->out_len && gunzip->trouble.status == ST_OK)
        fill(gunzip);
    if (gunzip->out_at == gunzip->out_len && gunzip->trouble.status != ST_OK)
        return fail(err, gunzip->trouble.status, "%s", gunzip->trouble.text);
    *bytes = span_of(gunzip->out + gunzip->out_at, gunzip->out_len - gunzip->out_at);
    return ST_OK;
}

void gunzip_skip(struct gunzip *gunzip, size_t len)
{
    gunzip->out_at += len;
}
