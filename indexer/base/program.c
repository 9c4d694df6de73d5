#include "base/program.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* `folder` and `name` behind the folder of the running program. */
static bool is_there(char path[PROGRAM_PATH_BYTES], const char *folder,
                     const char *name)
{
    size_t folder_len = strlen(folder), name_len = strlen(name) + 1;
    ssize_t len = -1;

    if (folder_len + name_len < PROGRAM_PATH_BYTES / 2)
        len = readlink("/proc/self/exe", path,
                       PROGRAM_PATH_BYTES - folder_len - name_len);
    if (len <= 0)
        return false;
    while (len > 0 && path[len - 1] != '/')
        len--;
    memcpy(path + len, folder, folder_len);
    memcpy(path + len + folder_len, name, name_len);
    return access(path, X_OK) == 0;
}

bool program_find(char path[PROGRAM_PATH_BYTES], const char *name)
{
    return is_there(path, "", name) || is_there(path, "../libexec/msearch/", name);
}
