#include <stdlib.h>
#include <string.h>

char *first(const char *text) {
    // ruleid: c-mark-in-length
    char *copy = malloc(strlen(text + 1));
    return copy ? strcpy(copy, text) : NULL;
}

char *second(const char *text) {
    // ruleid: c-mark-in-length
    return calloc(strlen(text + 1), sizeof(char));
}

char *third(char *old, const char *text) {
    // ruleid: c-mark-in-length
    return realloc(old, strlen(text + 1));
}

char *room(const char *text) {
    // ok: c-mark-in-length
    return malloc(strlen(text) + 1);
}

char *behind_the_sign(const char *text) {
    // ok: c-mark-in-length
    return malloc(strlen(text + 1) + 1);
}

size_t rest(const char *text) {
    // ok: c-mark-in-length
    return strlen(text + 1);
}
