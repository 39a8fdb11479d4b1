#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void copied(const char *given) {
    char name[32];
    // ruleid: c-bound-of-source
    strncpy(name, given, strlen(given));
    name[31] = '\0';
    puts(name);
}

void shown(const char *given) {
    char name[32];
    // ruleid: c-bound-of-source
    snprintf(name, strlen(given) + 1, "%s", given);
    puts(name);
}

struct entry { char *label; char name[16]; };

void kept(struct entry *entry) {
    char label[8];
    // ruleid: c-bound-of-source
    strncpy(label, entry->name, sizeof(entry->name));
    label[7] = '\0';
    entry->label = strdup(label);
}

void bounded(const char *given) {
    char name[32];
    // ok: c-bound-of-source
    strncpy(name, given, sizeof(name) - 1);
    name[31] = '\0';
    puts(name);
}

char *allocated(const char *given) {
    char *copy = malloc(strlen(given) + 1);
    if (copy != NULL)
        // ok: c-bound-of-source
        strncpy(copy, given, strlen(given) + 1);
    return copy;
}

void asked(const char *given) {
    char name[32];
    if (strlen(given) >= sizeof(name))
        return;
    // ok: c-bound-of-source
    strncpy(name, given, strlen(given) + 1);
    puts(name);
}
