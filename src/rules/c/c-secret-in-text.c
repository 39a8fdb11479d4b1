void cases(int n) {
    // ruleid: c-secret-in-text
    headers = append(headers, "Authorization: token ghp_0123456789abcdefghijABCDEFGHIJ012345");
    // ruleid: c-secret-in-text
    const char *id = "AKIAABCDEFGHIJKLMNOP";
    // ruleid: c-secret-in-text
    const char *pem = "-----BEGIN RSA PRIVATE KEY-----";
    // ok: c-secret-in-text
    headers = append(headers, "Authorization: token");
    // ok: c-secret-in-text
    const char *mark = "-----BEGIN CERTIFICATE-----";
    // ok: c-secret-in-text
    const char *form = "ghp_example";
}
