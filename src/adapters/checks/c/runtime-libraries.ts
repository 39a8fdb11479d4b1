import { WRAPPED, WRAPPED_CRYPTO, WRAPPED_SQLITE } from "./runtime-doubles.ts";

const TLS = "SSL_CTX_set_verify SSL_set_verify SSL_connect".split(" ");
const CURL = "curl_easy_setopt curl_easy_perform curl_slist_append".split(" ");
const NET = "connect getaddrinfo gethostbyname".split(" ");

/** What the linker puts doubles in front of, and what the doubles' text must be told, for a program that is linked with these libraries. */
export function partsOf(libraries: readonly string[]): {
  readonly wrapped: readonly string[];
  readonly defined: readonly string[];
} {
  const parts: readonly (readonly [library: string, name: string, wrapped: readonly string[]])[] = [
    ["crypto", "ASSAY_CRYPTO", [...WRAPPED_CRYPTO, ...TLS]],
    ["sqlite3", "ASSAY_SQLITE", WRAPPED_SQLITE],
    ["curl", "ASSAY_CURL", CURL],
    ["xml2", "ASSAY_XML", []],
  ];
  const linked = parts.filter(([library]) => libraries.includes(library));
  return {
    wrapped: [...WRAPPED, ...NET, ...linked.flatMap(([, , wrapped]) => wrapped)],
    defined: linked.map(([, name]) => `-D${name}`),
  };
}

/**
 * C text of doubles of what speaks to others, and of what such code is handed. A host that is asked for is told before the connection is tried; nothing answers in the
 * sandbox. Entities of XML documents are told by a loader in front of libxml2's own. Values of `curl_easy_setopt` are words of eight bytes, whatever their type.
 */
export const LIBRARIES_SOURCE = String.raw`
#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
int __real_connect(int, const struct sockaddr *, socklen_t); struct hostent *__real_gethostbyname(const char *);
int __real_getaddrinfo(const char *, const char *, const struct addrinfo *, struct addrinfo **);
int __wrap_connect(int s, const struct sockaddr *a, socklen_t n) {
  char text[64] = "";
  if (n >= sizeof(struct sockaddr_in) && a->sa_family == AF_INET) inet_ntop(AF_INET, &((const struct sockaddr_in *)a)->sin_addr, text, sizeof text);
  if (n >= sizeof(struct sockaddr_in6) && a->sa_family == AF_INET6) inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)a)->sin6_addr, text, sizeof text);
  assay_event("asked", text, "connect");
  return __real_connect(s, a, n);
}
struct hostent *__wrap_gethostbyname(const char *h) { assay_event("asked", h, "gethostbyname"); return __real_gethostbyname(h); }
int __wrap_getaddrinfo(const char *h, const char *p, const struct addrinfo *w, struct addrinfo **f) { if (h != NULL) assay_event("asked", h, "getaddrinfo"); return __real_getaddrinfo(h, p, w, f); }

#ifdef ASSAY_CRYPTO
void __real_SSL_CTX_set_verify(void *, int, void *); void __real_SSL_set_verify(void *, int, void *); int __real_SSL_connect(void *);
int SSL_get_verify_mode(const void *); void *SSL_CTX_new(const void *); void *SSL_new(void *); const void *TLS_client_method(void);
void __wrap_SSL_CTX_set_verify(void *c, int m, void *f) { if (m == 0) assay_event("unverified", "SSL_CTX_set_verify", ""); __real_SSL_CTX_set_verify(c, m, f); }
void __wrap_SSL_set_verify(void *c, int m, void *f) { if (m == 0) assay_event("unverified", "SSL_set_verify", ""); __real_SSL_set_verify(c, m, f); }
int __wrap_SSL_connect(void *c) { if (SSL_get_verify_mode(c) == 0) assay_event("unverified", "SSL_connect", ""); return __real_SSL_connect(c); }
void *assay_tls_context(void) { static void *made; if (made == NULL) made = SSL_CTX_new(TLS_client_method()); return made; }
void *assay_tls(void) { static void *made; if (made == NULL) made = SSL_new(assay_tls_context()); return made; }
#endif

#ifdef ASSAY_CURL
int __real_curl_easy_setopt(void *, int, ...); int __real_curl_easy_perform(void *); void *__real_curl_slist_append(void *, const char *); void *curl_easy_init(void);
static char assay_url[2048];
int __wrap_curl_easy_setopt(void *c, int o, ...) {
  va_list more; va_start(more, o); void *value = va_arg(more, void *); va_end(more);
  if ((o == 64 || o == 81) && (int)(long)value == 0) assay_event("unverified", o == 64 ? "CURLOPT_SSL_VERIFYPEER" : "CURLOPT_SSL_VERIFYHOST", "");
  if (o == 10002 && value != NULL) snprintf(assay_url, sizeof assay_url, "%s", (const char *)value);
  return __real_curl_easy_setopt(c, o, value);
}
int __wrap_curl_easy_perform(void *c) { assay_event("asked", assay_url, "curl_easy_perform"); return __real_curl_easy_perform(c); }
void *__wrap_curl_slist_append(void *l, const char *t) { if (t != NULL) assay_event("header", t, ""); return __real_curl_slist_append(l, t); }
void *assay_curl(void) { static void *made; if (made == NULL) made = curl_easy_init(); return made; }
#endif

#ifdef ASSAY_XML
typedef void *(*assay_loader)(const char *, const char *, void *);
assay_loader xmlGetExternalEntityLoader(void); void xmlSetExternalEntityLoader(assay_loader); void *xmlNewParserCtxt(void);
static assay_loader assay_loaded;
static void *assay_entity(const char *url, const char *id, void *context) { assay_event("entity", url == NULL ? "" : url, ""); return assay_loaded(url, id, context); }
__attribute__((constructor)) static void assay_documents(void) { assay_loaded = xmlGetExternalEntityLoader(); xmlSetExternalEntityLoader(assay_entity); }
void *assay_document(void) { static void *made; if (made == NULL) made = xmlNewParserCtxt(); return made; }
#endif
`;
