#include <stddef.h>
#include <stdint.h>

struct point { int x, y; };

struct point *moved(struct point *points, size_t by) {
    // ruleid: c-scaled-twice
    return points + by * sizeof(struct point);
}

void cleared(int *numbers, int count) {
    for (int i = 0; i < count; i++) {
        *numbers = 0;
        // ruleid: c-scaled-twice
        numbers += sizeof(*numbers);
    }
}

uint32_t read_at(const unsigned char *bytes, uint32_t *table, int i) {
    // ruleid: c-scaled-twice
    uint32_t *place = table + sizeof(uint32_t) * i;
    return *place + bytes[0];
}

struct point *right(struct point *points, size_t by) {
    // ok: c-scaled-twice
    return points + by;
}

struct point *bytes(char *memory, size_t by) {
    // ok: c-scaled-twice
    return (struct point *)(memory + by * sizeof(struct point));
}

size_t total(size_t used, size_t count) {
    // ok: c-scaled-twice
    return used + count * sizeof(struct point);
}
