#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    // ruleid: c-number-unchecked
    int port = atoi(argv[1]);
    const char *wanted = getenv("WORKERS");
    // ruleid: c-number-unchecked
    int workers = wanted ? atoi(wanted) : 1;
    char line[80];
    if (fgets(line, sizeof line, stdin) == NULL)
        return 1;
    // ruleid: c-number-unchecked
    long limit = atol(line);
    return port + workers + (int)limit;
}

int fixed(void) {
    // ok: c-number-unchecked
    return atoi("8080");
}

int version(const char *text) {
    // ok: c-number-unchecked
    return atoi(text);
}

int checked(char **argv) {
    char *end;
    errno = 0;
    // ok: c-number-unchecked
    long value = strtol(argv[1], &end, 10);
    return errno == 0 && *end == '\0' && value > 0 ? (int)value : -1;
}

int letters(char **argv) {
    // ok: c-number-unchecked
    return isdigit((unsigned char)argv[1][0]);
}
