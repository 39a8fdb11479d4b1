#include <stdio.h>
#include <string.h>
#include <unistd.h>

void told(FILE *file, const char *name) {
    char line[64];
    int length = snprintf(line, sizeof(line), "Hello %s\n", name);
    // ruleid: c-written-length
    fwrite(line, 1, length, file);
}

void sent(int socket, const char *name) {
    char line[64];
    int length;
    length = snprintf(line, sizeof line, "GET /%s HTTP/1.0\r\n\r\n", name);
    if (length < 0)
        return;
    // ruleid: c-written-length
    write(socket, line, length);
}

void marked(char *line, size_t room, const char *name) {
    int length = snprintf(line, room, "%s", name);
    // ruleid: c-written-length
    line[length] = '\n';
}

void compared(FILE *file, const char *name) {
    char line[64];
    int length = snprintf(line, sizeof(line), "Hello %s\n", name);
    if (length < 0 || (size_t)length >= sizeof(line))
        return;
    // ok: c-written-length
    fwrite(line, 1, length, file);
}

void cut(FILE *file, const char *name) {
    char line[64];
    int length = snprintf(line, sizeof(line), "Hello %s\n", name);
    if (length > 63)
        length = 63;
    // ok: c-written-length
    fwrite(line, 1, length, file);
}

void within(FILE *file, const char *name) {
    char line[64];
    int length = snprintf(line, sizeof(line), "Hello %s\n", name);
    if (length > 0 && length < 64) {
        // ok: c-written-length
        fwrite(line, 1, length, file);
    }
}

void measured(FILE *file, const char *name) {
    char line[64];
    snprintf(line, sizeof(line), "Hello %s\n", name);
    size_t length = strlen(line);
    // ok: c-written-length
    fwrite(line, 1, length, file);
}
