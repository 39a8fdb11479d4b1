#include <openssl/evp.h>

#define ROUNDS 600000

int derived(const char *password, const unsigned char *salt, unsigned char *key) {
    // ruleid: c-few-rounds
    if (!PKCS5_PBKDF2_HMAC(password, -1, salt, 16, 1000, EVP_sha256(), 32, key))
        return 0;
    // ruleid: c-few-rounds
    PKCS5_PBKDF2_HMAC_SHA1(password, -1, salt, 16, 4096, 20, key);
    // ruleid: c-few-rounds
    return EVP_BytesToKey(EVP_aes_256_cbc(), EVP_sha256(), salt, (const unsigned char *)password, 8, 1, key, NULL);
}

int slow(const char *password, const unsigned char *salt, unsigned char *key, int rounds) {
    // ok: c-few-rounds
    if (!PKCS5_PBKDF2_HMAC(password, -1, salt, 16, 600000, EVP_sha256(), 32, key))
        return 0;
    // ok: c-few-rounds
    PKCS5_PBKDF2_HMAC(password, -1, salt, 16, ROUNDS, EVP_sha256(), 32, key);
    // ok: c-few-rounds
    return PKCS5_PBKDF2_HMAC_SHA1(password, -1, salt, 16, rounds, 20, key);
}
