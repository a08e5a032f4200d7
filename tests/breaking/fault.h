/* What the shim is told to do, where it does it, what it writes down, and the fault itself. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PATH 1024
enum mode { NONE, KILL, POWER, ENOSPC_, EIO_, SHORT, EROFS_ };
enum what { NAME = 1, DATA = 2, SYNC = 4, ROOM = 8 }; /* ROOM: it needs room on the disk */

struct control {
    uint32_t armed;   /* 0: every call passes */
    int32_t exempt;   /* a process whose calls pass: the one that judges */
    uint32_t mode;
    uint32_t lasting; /* every operation from `at` on fails, or only one */
    uint32_t torn;    /* a write at which the process is killed is done by half */
    uint32_t fired;
    uint64_t at;      /* counted from 1 */
    uint64_t count;   /* operations so far, of all processes */
    char root[PATH], shadow[PATH]; /* an empty shadow: nothing is written down */
};
static struct control nothing, *control = &nothing;

__attribute__((constructor)) static void load(void) {
    const char *path = getenv("BREAKING_CONTROL");
    int fd = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0) return;
    void *mapped = mmap(0, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped != MAP_FAILED) control = mapped;
    syscall(SYS_close, fd);
}

/* — where — */

static int below(const char *path) {
    size_t length = strlen(control->root);
    return !strncmp(path, control->root, length) && (path[length] == '/' || !path[length]);
}

static int watched(void) { return control->armed && getpid() != control->exempt; }

/* The path that a file was opened by, or has now. */
static void path_of(int fd, char *path) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH - 1);
    path[length < 0 ? 0 : length] = 0;
}

static int fd_below(int fd, char *path) {
    if (!watched()) return 0;
    path_of(fd, path);
    return below(path);
}

static int name_below(int at, const char *name, char *path) {
    if (!watched()) return 0;
    path[0] = 0;
    if (name[0] != '/') {
        if (at == AT_FDCWD) { if (!getcwd(path, PATH)) return 0; }
        else path_of(at, path);
        strncat(path, "/", PATH - strlen(path) - 1);
    }
    strncat(path, name, PATH - strlen(path) - 1);
    return below(path);
}

/* — what is written down — */

static uint64_t node(int fd) {
    struct stat about;
    return fstat(fd, &about) ? 0 : about.st_ino;
}

static void note(const char *what, uint64_t inode, uint64_t copy, const char *path, const char *other) {
    if (!control->shadow[0]) return;
    char log[PATH + 8], line[3 * PATH];
    snprintf(log, sizeof log, "%s/log", control->shadow);
    int length = snprintf(line, sizeof line, "%llu\t%s\t%llu\t%llu\t%s\t%s\n",
                          (unsigned long long)control->count, what, (unsigned long long)inode,
                          (unsigned long long)copy, path, other);
    int fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    syscall(SYS_write, fd, line, length);
    syscall(SYS_close, fd);
}

/* A copy of a file as it is now, under a number of its own. */
static void copy_of(const char *what, const char *source, const char *path) {
    static uint64_t copies;
    char to[PATH + 48], data[65536];
    int from = syscall(SYS_openat, AT_FDCWD, source, O_RDONLY | O_CLOEXEC), saved = errno;
    if (from < 0) return;
    uint64_t number = ((uint64_t)getpid() << 32) + __atomic_add_fetch(&copies, 1, __ATOMIC_SEQ_CST);
    snprintf(to, sizeof to, "%s/%llu", control->shadow, (unsigned long long)number);
    int fd = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    for (ssize_t size; (size = syscall(SYS_read, from, data, sizeof data)) > 0;)
        syscall(SYS_write, fd, data, size);
    syscall(SYS_close, fd);
    note(what, node(from), number, path, "");
    syscall(SYS_close, from);
    errno = saved;
}

/* — the fault — */

__attribute__((noreturn)) static void die(void) {
    kill(0, SIGKILL); /* the group: its workers end with a writer */
    for (;;) pause();
}

static int concerns(enum what what) {
    switch (control->mode) {
    case ENOSPC_: return what & ROOM;
    case SHORT: return what & DATA;
    case EROFS_: return !(what & SYNC);
    default: return 1;
    }
}

#define HALF -1 /* do half of it */
#define TORN -2 /* do half of it, and die */

/* What is to become of an operation: 0, an errno, HALF or TORN. */
static int met(enum what what) {
    uint64_t number = __atomic_add_fetch(&control->count, 1, __ATOMIC_SEQ_CST);
    if (control->mode == POWER && control->fired) die();
    if (!control->mode || number < control->at || (control->fired && !control->lasting) || !concerns(what)) return 0;
    control->fired = 1;
    switch (control->mode) {
    case KILL: case POWER:
        if (control->torn && what & DATA) return TORN;
        die();
    case ENOSPC_: return ENOSPC;
    case EIO_: return EIO;
    case EROFS_: return EROFS;
    case SHORT: return HALF;
    default: return 0;
    }
}
