#include <stdio.h>

void told(char *name) {
    // ruleid: c-word-without-width
    if (scanf("%s", name) == 1)
        puts(name);
}

int pair(FILE *file, char *key, char *value) {
    // ruleid: c-word-without-width
    return fscanf(file, "%d %[^=]=%20s", (int *)0, key, value);
}

int number_and_word(char *word, int *number) {
    // ruleid: c-word-without-width
    return scanf("%d,%s", number, word);
}

int bounded(char *name) {
    // ok: c-word-without-width
    return scanf("%31s", name);
}

int allocated(FILE *file, char **name) {
    // ok: c-word-without-width
    return fscanf(file, "%ms", name);
}

int skipped(int *number) {
    // ok: c-word-without-width
    return scanf("%*s %d", number);
}
