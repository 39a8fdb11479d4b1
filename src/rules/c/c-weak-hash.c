void cases(int n) {
    // ruleid: c-weak-hash
    MD5(data, length, out);
    // ruleid: c-weak-hash
    EVP_DigestInit_ex(ctx, EVP_md5(), NULL);
    // ruleid: c-weak-hash
    SHA1_Init(&state);
    // ruleid: c-weak-hash
    const EVP_MD *md = EVP_get_digestbyname("md5");
    // ok: c-weak-hash
    SHA256(data, length, out);
    // ok: c-weak-hash
    EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
    // ok: c-weak-hash
    const EVP_MD *other = EVP_get_digestbyname("sha512");
    // ok: c-weak-hash
    int size = MD5_DIGEST_LENGTH;
}
