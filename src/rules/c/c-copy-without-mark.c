#include <string.h>
#include <stdio.h>

size_t joined(char *target, size_t room, const char *text) {
    // ruleid: c-copy-without-mark
    strncpy(target, text, room);
    size_t length = strlen(target);
    return length;
}

void shown(const char *text, char *line, int size) {
    // ruleid: c-copy-without-mark
    strncpy(line, text, size);
    puts(line);
}

void printed(char *line, size_t size, const char *text) {
    // ruleid: c-copy-without-mark
    strncpy(line, text, size);
    printf("%s and more\n", line);
}

void marked(char *target, size_t room, const char *text) {
    // ok: c-copy-without-mark
    strncpy(target, text, room);
    target[room - 1] = '\0';
    puts(target);
}

void shorter(char *line, size_t size, const char *text) {
    memset(line, 0, size);
    // ok: c-copy-without-mark
    strncpy(line, text, size - 1);
    puts(line);
}

void other(char *target, size_t room, const char *text) {
    // ok: c-copy-without-mark
    strncpy(target, text, room);
    puts(text);
}
