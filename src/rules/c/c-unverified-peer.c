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

int trust(int ok, X509_STORE_CTX *store) {
    return 1;
}

int judge(int ok, X509_STORE_CTX *store) {
    return ok && X509_STORE_CTX_get_error_depth(store) < 5;
}

void callbacks(SSL_CTX *context, SSL *ssl) {
    // ruleid: c-unverified-peer
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, trust);
    // ok: c-unverified-peer
    SSL_set_verify(ssl, SSL_VERIFY_PEER, judge);
}

void others(CURL *curl, mbedtls_ssl_config *config) {
    // ruleid: c-unverified-peer
    curl_easy_setopt(curl, CURLOPT_PROXY_SSL_VERIFYPEER, 0L);
    // ok: c-unverified-peer
    curl_easy_setopt(curl, CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
    // ruleid: c-unverified-peer
    mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_NONE);
    // ok: c-unverified-peer
    mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_REQUIRED);
}
