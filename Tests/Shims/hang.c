// What hangs outside of the daemon, for LD_PRELOAD: a disk, a name server, a system that gives no threads.
//
// Each begins and ends with a file, so that a test says when, and needs no time:
//   ARRIVED_HANG_DISK     while this file exists, calls on paths below ARRIVED_HANG_FOLDER do not return.
//   ARRIVED_HANG_NAMES    while this file exists, hosts in `.dead.example` are not answered for.
//   ARRIVED_NO_THREADS    while this file exists, the program itself gets no new thread. Those that libdispatch makes are
//                         given: it never gives up asking, so that no program with it can do anything without them.
// Hosts in `.good.example` are 127.0.0.1 at once.

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Past the functions below.
static bool exists(const char *variable) {
    const char *path = getenv(variable);
    return path != NULL && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

static void wait_while(const char *variable) {
    const struct timespec moment = {0, 10 * 1000 * 1000};
    while (exists(variable)) nanosleep(&moment, NULL);
}

static void visit(const char *path) {
    const char *folder = getenv("ARRIVED_HANG_FOLDER");
    if (folder == NULL || path == NULL || strncmp(path, folder, strlen(folder)) != 0) return;
    wait_while("ARRIVED_HANG_DISK");
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static mode_t mode_of(int flags, va_list list) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
}

int open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const mode_t mode = mode_of(flags, list);
    va_end(list);
    visit(path);
    return REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const mode_t mode = mode_of(flags, list);
    va_end(list);
    visit(path);
    return REAL(open64)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const mode_t mode = mode_of(flags, list);
    va_end(list);
    visit(path);
    return REAL(openat)(folder, path, flags, mode);
}

DIR *opendir(const char *path) {
    visit(path);
    return REAL(opendir)(path);
}

int stat(const char *path, struct stat *facts) {
    visit(path);
    return REAL(stat)(path, facts);
}

int lstat(const char *path, struct stat *facts) {
    visit(path);
    return REAL(lstat)(path, facts);
}

int fstatat(int folder, const char *path, struct stat *facts, int flags) {
    visit(path);
    return REAL(fstatat)(folder, path, facts, flags);
}

int statvfs(const char *path, struct statvfs *facts) {
    visit(path);
    return REAL(statvfs)(path, facts);
}

int access(const char *path, int mode) {
    visit(path);
    return REAL(access)(path, mode);
}

int mkdir(const char *path, mode_t mode) {
    visit(path);
    return REAL(mkdir)(path, mode);
}

int unlink(const char *path) {
    visit(path);
    return REAL(unlink)(path);
}

static bool ends_with(const char *text, const char *end) {
    const size_t length = strlen(text), count = strlen(end);
    return length >= count && strcmp(text + length - count, end) == 0;
}

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list) {
    if (host != NULL && ends_with(host, ".dead.example")) {
        wait_while("ARRIVED_HANG_NAMES");
        return EAI_AGAIN;
    }
    if (host != NULL && ends_with(host, ".good.example")) host = "127.0.0.1";
    return REAL(getaddrinfo)(host, service, hints, list);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *context) {
    Dl_info caller;
    const bool is_dispatch = dladdr(__builtin_return_address(0), &caller) != 0 && caller.dli_fname != NULL
        && strstr(caller.dli_fname, "libdispatch") != NULL;
    if (!is_dispatch && exists("ARRIVED_NO_THREADS")) return EAGAIN;
    return REAL(pthread_create)(thread, attributes, start, context);
}
