void cases(int n) {
    // ruleid: c-length-as-failure
    if (snprintf(name, 8, "%d", n) == 0)
        return;
    // ruleid: c-length-as-failure
    if (!fprintf(file, "%d", n))
        return;
    // ok: c-length-as-failure
    if (snprintf(name, 8, "%d", n) < 0)
        return;
    // ok: c-length-as-failure
    if (puts(name) == EOF)
        return;
    // ok: c-length-as-failure
    int length = snprintf(name, 8, "%d", n);
}
