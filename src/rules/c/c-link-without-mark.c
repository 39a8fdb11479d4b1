#include <limits.h>
#include <stdio.h>
#include <unistd.h>

void told(const char *link) {
    char path[PATH_MAX];
    // ruleid: c-link-without-mark
    ssize_t length = readlink(link, path, sizeof(path));
    if (length < 0)
        return;
    path[length] = '\0';
    puts(path);
}

void told_later(const char *link) {
    char path[256];
    int length;
    // ruleid: c-link-without-mark
    length = readlink(link, path, sizeof path);
    if (length == -1)
        return;
    path[length] = 0;
    puts(path);
}

int below(int folder, const char *link, char *first) {
    char path[256];
    // ruleid: c-link-without-mark
    ssize_t length = readlinkat(folder, link, path, sizeof(path));
    path[length] = '\0';
    *first = path[0];
    return 0;
}

void room(const char *link) {
    char path[PATH_MAX];
    // ok: c-link-without-mark
    ssize_t length = readlink(link, path, sizeof(path) - 1);
    if (length < 0)
        return;
    path[length] = '\0';
    puts(path);
}

void refused(const char *link) {
    char path[PATH_MAX];
    // ok: c-link-without-mark
    ssize_t length = readlink(link, path, sizeof(path));
    if (length < 0 || length >= (ssize_t)sizeof(path))
        return;
    path[length] = '\0';
    puts(path);
}

void written(const char *link, int file) {
    char path[PATH_MAX];
    // ok: c-link-without-mark
    ssize_t length = readlink(link, path, sizeof(path));
    if (length > 0)
        write(file, path, (size_t)length);
}
