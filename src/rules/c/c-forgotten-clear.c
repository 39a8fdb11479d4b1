#include <string.h>
#include <stdlib.h>

int checked(const char *name) {
    char password[64];
    int result = ask(name, password);
    // ruleid: c-forgotten-clear
    memset(password, 0, sizeof password);
    return result;
}

void released(char *secret_key, size_t length) {
    // ruleid: c-forgotten-clear
    memset(secret_key, 0, length);
    free(secret_key);
}

int other_type(void) {
    char token[16];
    use(token);
    // ruleid: c-forgotten-clear
    memset(token, 0, sizeof(token));
    return 0;
}

int kept(const char *name) {
    char password[64];
    int result = ask(name, password);
    // ok: c-forgotten-clear
    explicit_bzero(password, sizeof password);
    return result;
}

int read_again(void) {
    char token[16];
    // ok: c-forgotten-clear
    memset(token, 0, sizeof(token));
    use(token);
    return 0;
}

void plain(char *line, size_t length) {
    // ok: c-forgotten-clear
    memset(line, 0, length);
    free(line);
}
