void cases(int n) {
    // ruleid: c-text-without-mark
    char *copy = malloc(strlen(text));
    // ruleid: c-text-without-mark
    char *other = (char *)calloc(strlen(text), 1);
    // ok: c-text-without-mark
    char *copy = malloc(strlen(text) + 1);
    // ok: c-text-without-mark
    char *other = strdup(text);
    // ok: c-text-without-mark
    size_t length = strlen(text);
}
