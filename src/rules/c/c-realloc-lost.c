#include <stdlib.h>

int grown(struct list *list, size_t size) {
    // ruleid: c-realloc-lost
    list->items = realloc(list->items, size);
    return list->items != NULL;
}

char *longer(char *text, size_t size) {
    // ruleid: c-realloc-lost
    text = realloc(text, size);
    return text;
}

char *cast(char *text, size_t size) {
    // ruleid: c-realloc-lost
    text = (char *)realloc(text, size);
    return text;
}

char *safe(char *text, size_t size) {
    // ok: c-realloc-lost
    char *more = realloc(text, size);
    if (more == NULL)
        free(text);
    return more;
}

char *other(char *text, char *old, size_t size) {
    // ok: c-realloc-lost
    text = realloc(old, size);
    // ok: c-realloc-lost
    text = malloc(size);
    return text;
}
