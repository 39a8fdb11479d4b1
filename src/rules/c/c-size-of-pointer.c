#include <stdlib.h>
#include <string.h>

void wrong(const char *text) {
    char *name = malloc(64);
    // ruleid: c-size-of-pointer
    memset(name, 0, sizeof(name));
    // ruleid: c-size-of-pointer
    strncpy(name, text, sizeof(name) - 1);
    free(name);
}

void right(const char *text) {
    char name[64];
    // ok: c-size-of-pointer
    memset(name, 0, sizeof(name));
    // ok: c-size-of-pointer
    strncpy(name, text, sizeof(name) - 1);
    int *numbers = malloc(10 * sizeof(int));
    // ok: c-size-of-pointer
    memset(numbers, 0, 10 * sizeof(*numbers));
    free(numbers);
}
