void cases(int n) {
    // ruleid: c-predictable-secret
    token = rand();
    // ruleid: c-predictable-secret
    session_id = base + random() % 1000;
    // ruleid: c-predictable-secret
    key[i] = rand() % 256;
    // ruleid: c-predictable-secret
    user->salt = rand();
    // ok: c-predictable-secret
    int dice = rand() % 6;
    // ok: c-predictable-secret
    token = next_token();
    // ok: c-predictable-secret
    key[i] = source[i];
    // ok: c-predictable-secret
    shuffle[i] = rand() % count;
}
