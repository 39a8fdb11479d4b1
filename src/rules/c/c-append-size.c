void cases(int n) {
    // ruleid: c-append-size
    strncat(name, text, sizeof(name));
    // ruleid: c-append-size
    strncat(name, text, sizeof(name) - 1);
    // ruleid: c-append-size
    strncpy(name, text, strlen(text));
    // ok: c-append-size
    strncat(name, text, sizeof(name) - strlen(name) - 1);
    // ok: c-append-size
    strncpy(name, text, sizeof(name) - 1);
    // ok: c-append-size
    snprintf(name, sizeof(name), "%s", text);
}

void whole(char *target, size_t room, const char *text) {
    // ruleid: c-append-size
    strncat(target, text, room);
}

void left(char *target, size_t room, const char *text) {
    room -= strlen(target) + 1;
    // ok: c-append-size
    strncat(target, text, room);
}

void counted(char *target, size_t count, size_t room, const char *text) {
    // ok: c-append-size
    strncat(target, text, room - strlen(target) - 1);
}

char *marked(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    // ok: c-append-size
    strncpy(copy, text, strlen(text));
    copy[strlen(text)] = '\0';
    return copy;
}
