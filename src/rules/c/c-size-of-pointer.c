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

void in_parameter(char line[80], const char *name) {
    // ruleid: c-size-of-pointer
    snprintf(line, sizeof(line), "%s", name);
}

void in_pointer(char *line, const char *name) {
    // ruleid: c-size-of-pointer
    strncpy(line, name, sizeof(line));
}

void with_size(char line[80], size_t size, const char *name) {
    // ok: c-size-of-pointer
    snprintf(line, size, "%s", name);
}
