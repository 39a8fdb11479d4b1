void cases(int n) {
    // ruleid: c-short-key
    EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, 1024);
    // ruleid: c-short-key
    RSA_generate_key_ex(rsa, 512, e, NULL);
    // ok: c-short-key
    EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, 3072);
    // ok: c-short-key
    RSA_generate_key_ex(rsa, 2048, e, NULL);
    // ok: c-short-key
    set_bits(ctx, 1024);
}
