/* assets.h - files of server/web/assets, compiled in: nothing is served from a disk.
 *
 * Layer    web (includes base); the table is made by assets.sh at build time
 * Threads  constant tables
 */
#ifndef MSEARCH_WEB_ASSETS_H
#define MSEARCH_WEB_ASSETS_H

#include <stddef.h>
#include <stdint.h>

struct asset {
    const char *name; /* "search.css" */
    const char *type; /* "text/css; charset=utf-8" */
    const uint8_t *data;
    size_t len;
    const char *etag; /* with its quotes */
};
extern const struct asset assets[];
extern const size_t asset_count;

#endif
