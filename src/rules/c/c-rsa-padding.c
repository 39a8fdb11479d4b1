void cases(int n) {
    // ruleid: c-rsa-padding
    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING);
    // ruleid: c-rsa-padding
    if (EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) <= 0)
        return;
    // ruleid: c-rsa-padding
    RSA_public_encrypt(n, in, out, rsa, RSA_PKCS1_PADDING);
    // ok: c-rsa-padding
    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING);
    // ok: c-rsa-padding
    RSA_public_encrypt(n, in, out, rsa, RSA_PKCS1_OAEP_PADDING);
    // ok: c-rsa-padding
    RSA_private_encrypt(n, in, out, rsa, RSA_PKCS1_PADDING);
}
