#include <stdio.h>

int count(FILE *file) {
    int all = 0;
    char c;
    // ruleid: c-eof-in-char
    while ((c = fgetc(file)) != EOF)
        all += c == 'a';
    return all;
}

void skip(void) {
    unsigned char c;
    // ruleid: c-eof-in-char
    while ((c = getchar()) != EOF)
        if (c == '\n')
            return;
}

int first(FILE *file) {
    char c = 0;
    // ruleid: c-eof-in-char
    if ((c = getc(file)) == EOF)
        return -1;
    return c;
}

int right(FILE *file) {
    int all = 0;
    int c;
    // ok: c-eof-in-char
    while ((c = fgetc(file)) != EOF)
        all += c == 'a';
    return all;
}

int asked(FILE *file) {
    int c;
    // ok: c-eof-in-char
    if ((c = getc(file)) == EOF)
        return -1;
    char kept = (char)c;
    return kept;
}

int line(void) {
    char c;
    // ok: c-eof-in-char
    while ((c = getchar()) != '\n')
        putchar(c);
    return 0;
}
