#include <stddef.h>

size_t word(const char *text, size_t length) {
    size_t i = 0;
    // ruleid: c-index-before-bound
    while (text[i] != ' ' && i < length)
        i++;
    return i;
}

int last(const int *numbers, int i) {
    // ruleid: c-index-before-bound
    while (numbers[i] == 0 && i >= 0)
        i--;
    return i;
}

int found(const int *numbers, int count, int wanted) {
    int i;
    // ruleid: c-index-before-bound
    for (i = 0; numbers[i] != wanted && i < count; i++)
        ;
    return i;
}

size_t right(const char *text, size_t length) {
    size_t i = 0;
    // ok: c-index-before-bound
    while (i < length && text[i] != ' ')
        i++;
    return i;
}

int between(const int *numbers, int i, int count) {
    // ok: c-index-before-bound
    return i >= 0 && i < count && numbers[i] > 0;
}

int other(const int *numbers, int i, int k, int count) {
    // ok: c-index-before-bound
    return numbers[i] > 0 && k < count;
}
