void cases(int n) {
    // ruleid: c-fixed-key
    unsigned char key[8] = {0x12, 0x9f, 0x33, 0x4a, 0x51, 0x62, 0x73, 0x84};
    // ruleid: c-fixed-key
    uint8_t aes_key[] = {1, 2, 3, 4, 5};
    // ok: c-fixed-key
    unsigned char key[8] = {0};
    // ok: c-fixed-key
    unsigned char table[4] = {1, 2, 3, 4};
    // ok: c-fixed-key
    unsigned char key[32];
}
