#include <curl/curl.h>
#include <openssl/ssl.h>

SSL_CTX *client(void) {
    // ruleid: c-old-tls
    return SSL_CTX_new(TLSv1_client_method());
}

SSL_CTX *server(void) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    // ruleid: c-old-tls
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    return context;
}

void fetch(CURL *curl) {
    // ruleid: c-old-tls
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_0);
    // ruleid: c-old-tls
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_SSLv3);
}

SSL_CTX *current(void) {
    // ok: c-old-tls
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    // ok: c-old-tls
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    return context;
}

void fetch_current(CURL *curl) {
    // ok: c-old-tls
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
}

int told(SSL *ssl) {
    // ok: c-old-tls
    return SSL_version(ssl) == TLS1_VERSION;
}

SSL_CTX *chosen(int version) {
    switch (version) {
        case 1:
            // ok: c-old-tls
            return SSL_CTX_new(TLSv1_client_method());
        default:
            return SSL_CTX_new(TLS_client_method());
    }
}
