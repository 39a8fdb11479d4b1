#include <fcntl.h>

int made(const char *path, int folder) {
    // ruleid: c-open-without-mode
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (file < 0)
        // ruleid: c-open-without-mode
        file = open("/var/log/tool.log", O_APPEND | O_CREAT | O_RDWR);
    // ruleid: c-open-without-mode
    return file < 0 ? openat(folder, path, O_CREAT | O_WRONLY) : file;
}

int kept(const char *path, int folder) {
    // ok: c-open-without-mode
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0)
        // ok: c-open-without-mode
        file = open(path, O_RDONLY);
    // ok: c-open-without-mode
    return file < 0 ? openat(folder, path, O_RDONLY) : file;
}
