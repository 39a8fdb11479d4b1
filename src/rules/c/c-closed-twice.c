#include <fcntl.h>
#include <unistd.h>

void both(int file, const char *text, size_t length) {
    write(file, text, length);
    // ruleid: c-closed-twice
    close(file);
    write(STDERR_FILENO, "done\n", 5);
    close(file);
}

long used(int file, const char *text, size_t length) {
    // ruleid: c-closed-twice
    close(file);
    long all = write(file, text, length);
    return all;
}

struct peer { int socket; };

long sent(struct peer *peer, const char *text, size_t length) {
    // ruleid: c-closed-twice
    close(peer->socket);
    return write(peer->socket, text, length);
}

void opened_again(const char *path, int file) {
    // ok: c-closed-twice
    close(file);
    file = open(path, O_RDONLY);
    close(file);
}

int either(int file, const char *text, size_t length) {
    if (write(file, text, length) < 0) {
        // ok: c-closed-twice
        close(file);
        return -1;
    }
    // ok: c-closed-twice
    close(file);
    return 0;
}

void two(int file, int other) {
    // ok: c-closed-twice
    close(file);
    close(other);
}
