/* Notes every write, cut and synchronisation of the files under a folder, in the order in which they were asked for.
 *
 * Loaded into the program by LD_PRELOAD. WRITES_OF names the folder, WRITE_LOG the log. A record is a line
 * `kind offset length path` and, for a write, so many bytes after it. A write is noted before it is done, a
 * synchronisation once it is done: what a power cut may lose is then what the log says it may.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static int log_handle = -1;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static int path_of(int handle, char *path) {
    const char *folder = getenv("WRITES_OF");
    char link[64];
    if (folder == NULL) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = '\0';
    return strncmp(path, folder, strlen(folder)) == 0;
}

static void note(char kind, off_t offset, size_t length, const char *path, const void *bytes) {
    static ssize_t (*put)(int, const void *, size_t);
    char line[PATH_MAX + 64];
    if (put == NULL) put = real("write");
    if (log_handle < 0) log_handle = open(getenv("WRITE_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    int size = snprintf(line, sizeof line, "%c %lld %zu %s\n", kind, (long long)offset, length, path);
    if (put(log_handle, line, (size_t)size) != size) abort();
    if (bytes != NULL && put(log_handle, bytes, length) != (ssize_t)length) abort();
}

#define NOTED(kind, handle, offset, length, bytes)                       \
    do {                                                                 \
        char path[PATH_MAX];                                             \
        if (path_of(handle, path)) {                                     \
            pthread_mutex_lock(&one_at_a_time);                          \
            note(kind, offset, length, path, bytes);                     \
            pthread_mutex_unlock(&one_at_a_time);                        \
        }                                                                \
    } while (0)

ssize_t write(int handle, const void *bytes, size_t length) {
    static ssize_t (*next)(int, const void *, size_t);
    if (next == NULL) next = real("write");
    NOTED('w', handle, lseek(handle, 0, SEEK_CUR), length, bytes);
    return next(handle, bytes, length);
}

ssize_t pwrite64(int handle, const void *bytes, size_t length, off64_t offset) {
    static ssize_t (*next)(int, const void *, size_t, off64_t);
    if (next == NULL) next = real("pwrite64");
    NOTED('w', handle, offset, length, bytes);
    return next(handle, bytes, length, offset);
}

ssize_t pwrite(int handle, const void *bytes, size_t length, off_t offset) {
    return pwrite64(handle, bytes, length, offset);
}

int ftruncate64(int handle, off64_t length) {
    static int (*next)(int, off64_t);
    if (next == NULL) next = real("ftruncate64");
    NOTED('t', handle, length, 0, NULL);
    return next(handle, length);
}

int ftruncate(int handle, off_t length) { return ftruncate64(handle, length); }

static int synchronised(int handle, const char *name) {
    int (*next)(int) = real(name);
    int result = next(handle);
    if (result == 0) NOTED('s', handle, 0, 0, NULL);
    return result;
}

int fsync(int handle) { return synchronised(handle, "fsync"); }

int fdatasync(int handle) { return synchronised(handle, "fdatasync"); }
