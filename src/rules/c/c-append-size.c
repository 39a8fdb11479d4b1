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
