/* Four walls, each enough by itself for what it covers:
 *
 *   descriptors  all but 0, 1, 2 are closed, and RLIMIT_NOFILE forbids new ones
 *   rlimits      memory, file size, no core, no processes
 *   landlock     no path can be used at all, where the kernel has it
 *   seccomp      an allow-list of system calls; the others fail with EPERM
 *
 * A refused call fails rather than kills: a library that asks for a clock or a random
 * number in a new way then goes on, and the self-test can tell what is refused.
 */
#define _GNU_SOURCE
#include "extract/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

enum {
    KEPT_DESCRIPTORS = 3,
    CPU_SECONDS = 86400,
    MEMORY_BYTES = 512 << 20,
    FILE_BYTES = 4096 /* of last words, when standard error is a file */
};

static enum status set_limit(int resource, rlim_t value, struct error *err)
{
    struct rlimit limit = {value, value};
    if (setrlimit((__rlimit_resource_t)resource, &limit) == 0)
        return ST_OK;
    return fail(err, ST_IO, "sandbox: setrlimit: %s", strerror(errno));
}

/* Time for one file is the parent's business (child.c); CPU_SECONDS is the last resort.
 * ASan needs terabytes of address space. */
static enum status set_limits(struct error *err)
{
    static const struct {
        int resource;
        rlim_t value;
    } limits[] = {
        {RLIMIT_CPU, CPU_SECONDS}, {RLIMIT_FSIZE, FILE_BYTES},        {RLIMIT_CORE, 0},
        {RLIMIT_NPROC, 0},         {RLIMIT_NOFILE, KEPT_DESCRIPTORS},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        enum status status = set_limit(limits[i].resource, limits[i].value, err);
        if (status != ST_OK)
            return status;
    }
    return UNDER_ASAN ? ST_OK : set_limit(RLIMIT_AS, MEMORY_BYTES, err);
}

static enum status set_flags(struct error *err)
{
    if (syscall(SYS_close_range, KEPT_DESCRIPTORS, ~0U, 0) != 0)
        for (int fd = KEPT_DESCRIPTORS; fd < 1024; fd++) /* before Linux 5.9 */
            (void)syscall(SYS_close, fd);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return fail(err, ST_IO, "sandbox: prctl: %s", strerror(errno));
    return ST_OK;
}

/* A ruleset without a rule forbids every path. An old kernel has no landlock: then the
 * other walls stand alone. */
static enum status enter_landlock(struct error *err)
{
    struct landlock_ruleset_attr all = {.handled_access_fs =
                                            (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    long rules = syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0)
        return errno == ENOSYS || errno == EOPNOTSUPP
                   ? ST_OK
                   : fail(err, ST_IO, "sandbox: landlock: %s", strerror(errno));
    long done = syscall(SYS_landlock_restrict_self, rules, 0);
    (void)syscall(SYS_close, rules);
    return done == 0 ? ST_OK
                     : fail(err, ST_IO, "sandbox: landlock: %s", strerror(errno));
}

static const int allowed_calls[] = {
    SCMP_SYS(read),          SCMP_SYS(write),        SCMP_SYS(exit),
    SCMP_SYS(exit_group),    SCMP_SYS(brk),          SCMP_SYS(munmap),
    SCMP_SYS(mremap),        SCMP_SYS(madvise),      SCMP_SYS(futex),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(rt_sigreturn),
};

/* Memory may be mapped and its rights changed, but never to executable. */
static int allow_memory(scmp_filter_ctx filter)
{
    struct scmp_arg_cmp not_executable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    int result =
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_executable);
    if (result == 0)
        result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                  not_executable);
    return result;
}

static int load_filter(scmp_filter_ctx filter)
{
    int result = allow_memory(filter);
    for (size_t i = 0; result == 0 && i < sizeof allowed_calls / sizeof *allowed_calls;
         i++)
        result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed_calls[i], 0);
    if (result == 0 && UNDER_ASAN) /* it asks for its own stack before every _exit */
        result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(sigaltstack), 0);
    return result == 0 ? seccomp_load(filter) : result;
}

static enum status enter_seccomp(struct error *err)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return fail(err, ST_IO, "sandbox: seccomp: out of memory");
    int result = load_filter(filter);
    seccomp_release(filter);
    return result == 0 ? ST_OK
                       : fail(err, ST_IO, "sandbox: seccomp: %s", strerror(-result));
}

enum status sandbox_enter(struct error *err)
{
    enum status status = set_flags(err);
    if (status == ST_OK)
        status = enter_landlock(err);
    if (status == ST_OK)
        status = set_limits(err);
    return status == ST_OK ? enter_seccomp(err) : status;
}

/* --- Self-test --------------------------------------------------------------- */

static long try_fork(void)
{
    long pid = syscall(SYS_clone, (unsigned long)SIGCHLD, 0, 0, 0, 0);
    if (pid == 0)
        _exit(0);
    return pid;
}

static long try_exec(void)
{
    static char name[] = "true";
    char *argv[] = {name, NULL}, *environment[] = {NULL};
    return syscall(SYS_execve, "/bin/true", argv, environment);
}

static long try_executable_memory(void)
{
    return syscall(SYS_mmap, NULL, 4096UL, PROT_READ | PROT_WRITE | PROT_EXEC,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L);
}

static long try_open(void)
{
    return syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY, 0);
}

static long try_create(void)
{
    return syscall(SYS_openat, AT_FDCWD, "/tmp/msearch-extract-self-test",
                   O_WRONLY | O_CREAT, 0600);
}

static long try_socket(void)
{
    return syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
}

static long try_unix_socket(void)
{
    return syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
}

static long try_send(void)
{
    return syscall(SYS_sendto, 0, "x", 1UL, MSG_NOSIGNAL | MSG_DONTWAIT, NULL, 0);
}

static long try_kill(void)
{
    return syscall(SYS_kill, 1, 0);
}

static long try_ptrace(void)
{
    return syscall(SYS_ptrace, PTRACE_TRACEME, 0, NULL, NULL);
}

static long try_unlink(void)
{
    return syscall(SYS_unlinkat, AT_FDCWD, "/tmp/msearch-extract-self-test", 0);
}

static long try_mkdir(void)
{
    return syscall(SYS_mkdirat, AT_FDCWD, "/tmp/msearch-extract-self-test", 0700);
}

static long try_link(void)
{
    return syscall(SYS_symlinkat, "/etc", AT_FDCWD, "/tmp/msearch-extract-self-test");
}

static long try_dup(void)
{
    return syscall(SYS_dup, 0);
}

static long try_memfd(void)
{
    return syscall(SYS_memfd_create, "x", 0);
}

static long try_limits(void)
{
    return syscall(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static long try_seccomp(void)
{
    return syscall(SYS_seccomp, 1, 0, NULL);
}

static long try_read_memory(void)
{
    return syscall(SYS_process_vm_readv, (long)1, NULL, 0UL, NULL, 0UL, 0UL);
}

static long try_io_uring(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL);
}

static long try_chdir(void)
{
    return syscall(SYS_chdir, "/");
}

static long try_mount(void)
{
    return syscall(SYS_mount, "none", "/tmp", "tmpfs", 0UL, NULL);
}

static long try_bpf(void)
{
    return syscall(SYS_bpf, 0, NULL, 0);
}

static bool report(int out, const char *name, bool refused)
{
    const char *word = refused ? "refused  " : "ALLOWED  ";
    bool written = write(out, word, strlen(word)) > 0 &&
                   write(out, name, strlen(name)) > 0 && write(out, "\n", 1) > 0;
    return refused && written;
}

bool sandbox_self_test(int out)
{
    static const struct {
        const char *name;
        long (*try)(void);
    } tries[] = {
        {"open a file", try_open},
        {"create a file", try_create},
        {"remove a file", try_unlink},
        {"make a folder", try_mkdir},
        {"make a link", try_link},
        {"change the folder", try_chdir},
        {"mount", try_mount},
        {"open a network socket", try_socket},
        {"open a local socket", try_unix_socket},
        {"send on a socket", try_send},
        {"start a process", try_fork},
        {"run a program", try_exec},
        {"signal a process", try_kill},
        {"trace a process", try_ptrace},
        {"read another process's memory", try_read_memory},
        {"make executable memory", try_executable_memory},
        {"copy a descriptor", try_dup},
        {"make a memory file", try_memfd},
        {"change process flags", try_limits},
        {"change the filter", try_seccomp},
        {"start an io_uring", try_io_uring},
        {"load a bpf program", try_bpf},
    };
    bool all = true;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        errno = 0;
        bool refused = tries[i].try() == -1 && errno == EPERM;
        all &= report(out, tries[i].name, refused);
    }
    return all;
}
