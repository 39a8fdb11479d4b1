void cases(int n) {
    // ruleid: c-temporary-name
    char *name = tmpnam(NULL);
    // ruleid: c-temporary-name
    mktemp(template);
    // ruleid: c-temporary-name
    char *other = tempnam("/tmp", "a");
    // ok: c-temporary-name
    int fd = mkstemp(template);
    // ok: c-temporary-name
    FILE *file = tmpfile();
    // ok: c-temporary-name
    object->mktemp(template);
}
