#include <string.h>

int login(struct account *account, const char *password) {
    // ruleid: c-plain-password
    return strcmp(account->password, password) == 0;
}

int typed(const char *stored_password) {
    char inputPassword[64];
    ask(inputPassword);
    // ruleid: c-plain-password
    if (strcmp(inputPassword, stored_password) != 0)
        return 0;
    // ruleid: c-plain-password
    return strncmp(user_passwd, savedPasswd, 8) == 0;
}

int hashed(const char *password_hash, const char *stored_hash) {
    // ok: c-plain-password
    return strcmp(password_hash, stored_hash) == 0;
}

int twice(const char *password, const char *confirm_password) {
    // ok: c-plain-password
    return strcmp(password, confirm_password) == 0;
}

int option(const char *argument) {
    // ok: c-plain-password
    return strcmp(argument, "--password") == 0;
}
