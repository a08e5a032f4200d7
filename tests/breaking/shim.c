/* Faults of a disk at a counted operation: a library that is loaded before the C library's (LD_PRELOAD).

   It counts what any process does to files below one folder, and at operation number `at` it kills, loses
   the power, or fails as a disk does. What it is to do stands in a file that all processes map (`struct
   control` in fault.h, written by shim.py). Every call that it stands for is made as a plain system call, so
   it needs nothing of the C library's own versions. Only 64-bit Linux is provided for.

   For a loss of power it also writes down what became durable when: a log of the changes of names, and a copy
   of each file whenever it is synced, and before its last name goes. power.py makes the folder of these. What
   is written through mapped memory is no operation; it is unsynced until the next sync, like all else. */

#define _GNU_SOURCE
#include "fault.h"
#include <stdarg.h>
#include <sys/uio.h>

#define FAIL(fault) return errno = (fault), -1

/* A write: `all` is how much was asked for, `call` makes it with `size` bytes. */
#define WRITE(fd, all, call) do { \
        char path[PATH]; size_t size = (all); \
        int fault = fd_below(fd, path) ? met(DATA | ROOM) : 0; \
        if (fault > 0) FAIL(fault); \
        if (fault < 0 && size > 1) size /= 2; \
        ssize_t done = (call); \
        if (fault == TORN) die(); \
        return done; \
    } while (0)

ssize_t write(int fd, const void *data, size_t all) { WRITE(fd, all, syscall(SYS_write, fd, data, size)); }
ssize_t pwrite(int fd, const void *data, size_t all, off_t at) {
    WRITE(fd, all, syscall(SYS_pwrite64, fd, data, size, at));
}
ssize_t pwrite64(int fd, const void *data, size_t all, off_t at) { return pwrite(fd, data, all, at); }
ssize_t writev(int fd, const struct iovec *parts, int count) { /* by half: the first part alone */
    WRITE(fd, count, syscall(SYS_writev, fd, parts, size));
}
ssize_t sendfile(int fd, int from, off_t *at, size_t all) { WRITE(fd, all, syscall(SYS_sendfile, fd, from, at, size)); }
ssize_t sendfile64(int fd, int from, off_t *at, size_t all) { return sendfile(fd, from, at, all); }
ssize_t copy_file_range(int from, off_t *start, int fd, off_t *at, size_t all, unsigned flags) {
    WRITE(fd, all, syscall(SYS_copy_file_range, from, start, fd, at, size, flags));
}

int ftruncate(int fd, off_t length) {
    char path[PATH];
    int fault = fd_below(fd, path) ? met(ROOM) : 0;
    if (fault > 0) FAIL(fault);
    return syscall(SYS_ftruncate, fd, length);
}
int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }
int fallocate(int fd, int how, off_t at, off_t length) {
    char path[PATH];
    int fault = fd_below(fd, path) ? met(ROOM) : 0;
    if (fault > 0) FAIL(fault);
    return syscall(SYS_fallocate, fd, how, at, length);
}
int fallocate64(int fd, int how, off_t at, off_t length) { return fallocate(fd, how, at, length); }
int posix_fallocate(int fd, off_t at, off_t length) { return fallocate(fd, 0, at, length) ? errno : 0; }
int posix_fallocate64(int fd, off_t at, off_t length) { return posix_fallocate(fd, at, length); }

/* — syncing — */

static int synced(int fd, long call) {
    char path[PATH], link[40];
    struct stat about;
    int is_below = fd_below(fd, path), fault = is_below ? met(SYNC) : 0;
    if (fault > 0) FAIL(fault);
    int failed = syscall(call, fd);
    if (failed || !is_below || !control->shadow[0]) return failed;
    if (!fstat(fd, &about) && S_ISDIR(about.st_mode)) { note("syncdir", about.st_ino, 0, path, ""); return 0; }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    copy_of("sync", link, path);
    return 0;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

/* — names — */

static int opened(int at, const char *name, int flags, mode_t mode) {
    char path[PATH];
    int changes = flags & (O_CREAT | O_TRUNC) && name_below(at, name, path), fault = 0, is_new = 0;
    if (changes) {
        is_new = syscall(SYS_faccessat, at, name, F_OK) != 0;
        if (is_new ? flags & O_CREAT : flags & O_TRUNC) fault = met(is_new ? NAME | ROOM : NAME);
    }
    if (fault > 0) FAIL(fault);
    int fd = syscall(SYS_openat, at, name, flags, mode);
    if (fd >= 0 && is_new) note("create", node(fd), 0, path, "");
    return fd;
}
#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *name, int flags, ...) { MODE return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE return opened(AT_FDCWD, name, flags, mode); }
int openat(int at, const char *name, int flags, ...) { MODE return opened(at, name, flags, mode); }
int openat64(int at, const char *name, int flags, ...) { MODE return opened(at, name, flags, mode); }
int creat(const char *name, mode_t mode) { return opened(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *name, mode_t mode) { return creat(name, mode); }

int renameat2(int at, const char *from, int to_at, const char *to, unsigned flags) {
    char path[PATH], other[PATH];
    int is_below = name_below(at, from, path) && name_below(to_at, to, other), fault = is_below ? met(NAME) : 0;
    if (fault > 0) FAIL(fault);
    if (is_below && control->shadow[0]) copy_of("gone", other, other);
    int failed = syscall(SYS_renameat2, at, from, to_at, to, flags);
    if (!failed && is_below) note("rename", 0, 0, path, other);
    return failed;
}
int renameat(int at, const char *from, int to_at, const char *to) { return renameat2(at, from, to_at, to, 0); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int at, const char *name, int flags) {
    char path[PATH];
    int is_below = name_below(at, name, path), fault = is_below ? met(NAME) : 0;
    if (fault > 0) FAIL(fault);
    if (is_below && control->shadow[0] && !(flags & AT_REMOVEDIR)) copy_of("gone", path, path);
    int failed = syscall(SYS_unlinkat, at, name, flags);
    if (!failed && is_below) note("unlink", 0, 0, path, "");
    return failed;
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int at, const char *name, mode_t mode) {
    char path[PATH];
    struct stat about;
    int is_below = name_below(at, name, path), fault = is_below ? met(NAME | ROOM) : 0;
    if (fault > 0) FAIL(fault);
    int failed = syscall(SYS_mkdirat, at, name, mode);
    if (!failed && is_below && !stat(path, &about)) note("mkdir", about.st_ino, 0, path, "");
    return failed;
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

int linkat(int at, const char *from, int to_at, const char *to, int flags) {
    char path[PATH], other[PATH];
    int is_below = name_below(at, from, path) && name_below(to_at, to, other);
    int fault = is_below ? met(NAME | ROOM) : 0;
    if (fault > 0) FAIL(fault);
    int failed = syscall(SYS_linkat, at, from, to_at, to, flags);
    if (!failed && is_below) note("link", 0, 0, path, other);
    return failed;
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }
