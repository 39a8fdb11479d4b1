void cases(int n) {
    // ruleid: c-hard-coded-password
    const char *password = "tr0ub4dor";
    // ruleid: c-hard-coded-password
    char secret_key[] = "k9!fJ2sPq7";
    // ruleid: c-hard-coded-password
    config->password = "Winter2024";
    // ok: c-hard-coded-password
    const char *password = getenv("PASSWORD");
    // ok: c-hard-coded-password
    const char *password = "";
    // ok: c-hard-coded-password
    const char *prompt = "Password123?";
    // ok: c-hard-coded-password
    const char *password_format = "%s:%d";
    // ok: c-hard-coded-password
    char *password = NULL;
}
