void cases(int n) {
    // ruleid: c-weak-cipher
    DES_ecb_encrypt(&in, &out, &schedule, DES_ENCRYPT);
    // ruleid: c-weak-cipher
    EVP_EncryptInit_ex(ctx, EVP_des_ede3_cbc(), NULL, key, iv);
    // ruleid: c-weak-cipher
    EVP_EncryptInit_ex(ctx, EVP_aes_128_ecb(), NULL, key, NULL);
    // ruleid: c-weak-cipher
    RC4(&key, length, in, out);
    // ok: c-weak-cipher
    EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, iv);
    // ok: c-weak-cipher
    EVP_EncryptInit_ex(ctx, EVP_chacha20_poly1305(), NULL, key, iv);
    // ok: c-weak-cipher
    describe_cipher(ctx);
}
