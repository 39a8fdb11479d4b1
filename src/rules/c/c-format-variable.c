void cases(int n) {
    // ruleid: c-format-variable
    printf(text);
    // ruleid: c-format-variable
    fprintf(stderr, message->text);
    // ruleid: c-format-variable
    syslog(LOG_ERR, text);
    // ok: c-format-variable
    printf("%s", text);
    // ok: c-format-variable
    fprintf(stderr, "done");
    // ok: c-format-variable
    puts(text);
}
