#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

void shown(const char *path) {
    if (access(path, R_OK) != 0) {
        return;
    }
    // ruleid: c-checked-then-opened
    FILE *file = fopen(path, "r");
    fclose(file);
}

void removed(const char *path) {
    if (access(path, W_OK) == 0) {
        // ruleid: c-checked-then-opened
        unlink(path);
    }
}

void other(const char *path, const char *target) {
    if (access(path, R_OK) != 0) {
        return;
    }
    // ok: c-checked-then-opened
    FILE *file = fopen(target, "r");
    fclose(file);
}

void straight(const char *path) {
    // ok: c-checked-then-opened
    int fd = open(path, O_RDONLY);
    close(fd);
}

void kept(const char *path) {
    int missing = access(path, F_OK);
    if (missing != 0)
        return;
    // ruleid: c-checked-then-opened
    chown(path, 0, 0);
}

int looked(const char *path, struct stat *about) {
    if (lstat(path, about) != 0)
        return -1;
    // ruleid: c-checked-then-opened
    return open(path, O_RDWR);
}

int not_followed(const char *path, struct stat *about) {
    if (lstat(path, about) != 0)
        return -1;
    // ok: c-checked-then-opened
    return open(path, O_RDWR | O_NOFOLLOW);
}
