#include <stdio.h>
#include <string.h>

void joined(char *line, size_t room, const char *word) {
    // ruleid: c-overlapping-text
    snprintf(line, room, "%s, %s", line, word);
}

void counted(char *line, int number) {
    // ruleid: c-overlapping-text
    sprintf(line, "%s%d", line, number);
}

void shifted(char *line, size_t length) {
    // ruleid: c-overlapping-text
    memcpy(line, line + 1, length - 1);
}

void appended(char *line, size_t room, const char *word) {
    size_t used = strlen(line);
    // ok: c-overlapping-text
    snprintf(line + used, room - used, ", %s", word);
}

void moved(char *line, size_t length) {
    // ok: c-overlapping-text
    memmove(line, line + 1, length - 1);
}

void other(char *line, size_t room, const char *word) {
    // ok: c-overlapping-text
    snprintf(line, room, "%s, %s", word, word);
}
