#include <alloca.h>
#include <stdio.h>
#include <string.h>

void rounds(char **names, int count) {
    for (int i = 0; i < count; i++) {
        // ruleid: c-alloca-in-loop
        char *copy = alloca(strlen(names[i]) + 1);
        strcpy(copy, names[i]);
        puts(copy);
    }
}

void lines(FILE *file) {
    char line[80];
    while (fgets(line, sizeof line, file)) {
        // ruleid: c-alloca-in-loop
        char *copy = strdupa(line);
        puts(copy);
    }
}

void again(int more) {
    do {
        // ruleid: c-alloca-in-loop
        char *page = __builtin_alloca(4096);
        page[0] = 0;
        more--;
    } while (more > 0);
}

void once(char **names, int count) {
    // ok: c-alloca-in-loop
    char *copy = alloca(80);
    for (int i = 0; i < count; i++) {
        strncpy(copy, names[i], 79);
        copy[79] = 0;
        puts(copy);
    }
}

int found(char **names, int count) {
    for (int i = 0; i < count; i++) {
        if (names[i][0] == '-') {
            char *copy;
            // ok: c-alloca-in-loop
            copy = alloca(80);
            snprintf(copy, 80, "%s", names[i]);
            return puts(copy);
        }
    }
    return 0;
}

void heap(char **names, int count) {
    for (int i = 0; i < count; i++)
        // ok: c-alloca-in-loop
        puts(strdup(names[i]));
}
