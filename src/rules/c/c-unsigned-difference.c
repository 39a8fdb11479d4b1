#include <string.h>

int room(const char *text, size_t used) {
    // ruleid: c-unsigned-difference
    if (strlen(text) - used > 0)
        return 1;
    return 0;
}

int left(size_t room, size_t used) {
    // ruleid: c-unsigned-difference
    return room - used > 0;
}

int fits(size_t used) {
    size_t most = 100;
    // ruleid: c-unsigned-difference
    if (most - used >= 0)
        return 1;
    return 0;
}

int compared(size_t room, size_t used) {
    // ok: c-unsigned-difference
    return room > used;
}

int signed_difference(int room, int used) {
    // ok: c-unsigned-difference
    return room - used > 0;
}

int length(const char *text) {
    // ok: c-unsigned-difference
    return strlen(text) > 0;
}

int more_than_one(size_t room) {
    if (room)
        // ok: c-unsigned-difference
        return room - 1 > 0;
    return 0;
}
