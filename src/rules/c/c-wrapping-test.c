#include <stddef.h>
#include <stdint.h>

int fits(const char *start, size_t length, const char *end) {
    // ruleid: c-wrapping-test
    if (start + length < start)
        return 0;
    return start + length <= end;
}

int added(int used, int more) {
    // ruleid: c-wrapping-test
    if (used + more < used)
        return -1;
    return used + more;
}

const char *moved(const char *given, int by) {
    const char *place = given;
    // ruleid: c-wrapping-test
    if (place > place + by)
        return NULL;
    return place + by;
}

size_t unsigned_sum(size_t used, size_t more) {
    // ok: c-wrapping-test
    if (used + more < used)
        return 0;
    return used + more;
}

int left(const char *start, size_t length, const char *end) {
    // ok: c-wrapping-test
    return length <= (size_t)(end - start);
}

int other(const char *start, const char *end) {
    // ok: c-wrapping-test
    return start + 4 < end;
}
