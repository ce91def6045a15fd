// Sets the clocks of the program that it is preloaded into (LD_PRELOAD), while it runs.
//
// SHIM_CLOCKS names a file of two little-endian 64-bit numbers that a test writes: the milliseconds by which CLOCK_REALTIME is
// ahead of the machine's, and those of CLOCK_BOOTTIME. SHIM_BOOT_ID names the file that is read for the id of the boot.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *offsets;

__attribute__((constructor)) static void prepare(void) {
    const char *path = getenv("SHIM_CLOCKS");
    if (!path) return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return;
    void *place = mmap(NULL, 16, PROT_READ, MAP_SHARED, file, 0);
    syscall(SYS_close, file);
    if (place != MAP_FAILED) offsets = place;
}

static void add(struct timespec *time, int64_t milliseconds) {
    int64_t nanoseconds = time->tv_nsec + (milliseconds % 1000) * 1000000;
    time->tv_sec += milliseconds / 1000;
    if (nanoseconds < 0) {
        nanoseconds += 1000000000;
        time->tv_sec -= 1;
    } else if (nanoseconds >= 1000000000) {
        nanoseconds -= 1000000000;
        time->tv_sec += 1;
    }
    time->tv_nsec = nanoseconds;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = (int)syscall(SYS_clock_gettime, clock, time);
    if (result != 0 || !offsets) return result;
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) add(time, offsets[0]);
    if (clock == CLOCK_BOOTTIME) add(time, offsets[1]);
    return 0;
}

int gettimeofday(struct timeval *restrict value, void *restrict zone) {
    struct timespec time;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &time);
    value->tv_sec = time.tv_sec;
    value->tv_usec = time.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *place) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place) *place = now.tv_sec;
    return now.tv_sec;
}

static const char *redirected(const char *path) {
    const char *other = getenv("SHIM_BOOT_ID");
    return other && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0 ? other : path;
}

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return (int)syscall(SYS_openat, AT_FDCWD, redirected(path), flags, mode);
}
