#include <curl/curl.h>
#include <openssl/ssl.h>

void offered(SSL_CTX *context, SSL *ssl, CURL *curl) {
    // ruleid: c-weak-suites
    SSL_CTX_set_cipher_list(context, "HIGH:RC4:MD5");
    // ruleid: c-weak-suites
    SSL_set_cipher_list(ssl, "eNULL");
    // ruleid: c-weak-suites
    curl_easy_setopt(curl, CURLOPT_SSL_CIPHER_LIST, "ECDHE-RSA-AES128-GCM-SHA256,RC4-SHA");
    // ok: c-weak-suites
    SSL_CTX_set_cipher_list(context, "HIGH:!aNULL:!MD5:!RC4");
    // ok: c-weak-suites
    SSL_set_cipher_list(ssl, "ECDHE+AESGCM:ECDHE+CHACHA20");
    // ok: c-weak-suites
    curl_easy_setopt(curl, CURLOPT_SSL_CIPHER_LIST, "ECDHE-RSA-AES128-GCM-SHA256");
}
