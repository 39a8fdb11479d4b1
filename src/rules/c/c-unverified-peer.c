void cases(int n) {
    // ruleid: c-unverified-peer
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    // ruleid: c-unverified-peer
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0);
    // ruleid: c-unverified-peer
    SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL);
    // ok: c-unverified-peer
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    // ok: c-unverified-peer
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
    // ok: c-unverified-peer
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L);
}
