int stored(const char *word, struct record *entry, unsigned char *key) {
    // ruleid: c-fixed-salt
    memset(entry->salt, 0, 16);
    if (!PKCS5_PBKDF2_HMAC(word, strlen(word), entry->salt, 16, 10000, EVP_sha256(), 32, entry->key)) {
        return -1;
    }
    return 0;
}

int derived(const char *word, unsigned char *key) {
    unsigned char salt[8];
    // ruleid: c-fixed-salt
    memcpy(salt, "pepper!!", 8);
    int done = PKCS5_PBKDF2_HMAC(word, strlen(word), salt, 8, 20000, EVP_sha256(), 32, key);
    return done;
}

char *checked(const char *word) {
    // ruleid: c-fixed-salt
    return crypt(word, "$6$abcdefgh");
}

int drawn(const char *word, struct record *entry) {
    // ok: c-fixed-salt
    memset(entry->salt, 0, 16);
    if (RAND_bytes(entry->salt, 16) != 1) {
        return -1;
    }
    if (!PKCS5_PBKDF2_HMAC(word, strlen(word), entry->salt, 16, 10000, EVP_sha256(), 32, entry->key)) {
        return -1;
    }
    return 0;
}

char *kept(const char *word, const char *setting) {
    // ok: c-fixed-salt
    return crypt(word, setting);
}

void cleared(struct record *entry) {
    // ok: c-fixed-salt
    memset(entry->salt, 0, 16);
    PKCS5_PBKDF2_HMAC(entry->word, 8, entry->other, 16, 10000, EVP_sha256(), 32, entry->key);
}
