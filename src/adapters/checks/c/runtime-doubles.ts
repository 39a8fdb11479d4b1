/** Functions of libraries that stand behind a double: calls of the code under test come to `__wrap_…` first. */
export const WRAPPED: readonly string[] = (
  "malloc calloc realloc strdup open open64 openat creat fopen fopen64 opendir unlink remove chmod mkdir " +
  "system popen execv execve execvp execl execlp posix_spawn posix_spawnp printf fprintf sprintf snprintf syslog gets fgets stpcpy " +
  "exit mktemp tmpnam tempnam rand random lrand48 drand48"
).split(" ");
export const WRAPPED_SQLITE: readonly string[] = "sqlite3_exec sqlite3_prepare sqlite3_prepare_v2 sqlite3_prepare_v3".split(" ");
export const WRAPPED_CRYPTO: readonly string[] = (
  "MD4 MD5 SHA1 MD5_Init SHA1_Init EVP_md4 EVP_md5 EVP_sha1 EVP_md5_sha1 EVP_des_ecb EVP_des_cbc EVP_des_ede3_cbc EVP_rc4 " +
  "EVP_aes_128_ecb EVP_aes_256_ecb EVP_bf_cbc RSA_generate_key_ex RSA_public_encrypt EVP_PKEY_CTX_set_rsa_keygen_bits"
).split(" ");

/** A double of a hash function or cipher, whose name tells all. */
function toldOf(name: string): string {
  const kind = /^EVP_(?:des|rc4|aes|bf)/.test(name) ? "cipher" : "hash";
  const plain = name
    .replace(/^EVP_/, "")
    .replace(/_Init$/, "")
    .replaceAll("_", "-")
    .toLowerCase();
  return `long __real_${name}(long,long,long,long); long __wrap_${name}(long a,long b,long c,long d){assay_event("${kind}","${plain}","");return __real_${name}(a,b,c,d);}`;
}

/** C text of the doubles: each tells what it was asked and does what it stands for. */
export function doublesSource(): string {
  const plain = WRAPPED_CRYPTO.filter((name) => !name.includes("RSA") && !name.includes("keygen"));
  return `${SYSTEM}\n#ifdef ASSAY_CRYPTO\n${plain.map(toldOf).join("\n")}\n${RSA}\n#endif\n`;
}

const SYSTEM = String.raw`
#include <spawn.h>
#define MARK "qzassayqz"
int __real_openat(int, const char *, int, ...); int __real_creat(const char *, mode_t);
DIR *__real_opendir(const char *); int __real_unlink(const char *); int __real_remove(const char *);
int __real_chmod(const char *, mode_t); int __real_mkdir(const char *, mode_t);
void *__real_calloc(size_t, size_t); void *__real_realloc(void *, size_t); char *__real_strdup(const char *);
int __real_system(const char *); FILE *__real_popen(const char *, const char *);
int __real_execve(const char *, char *const *, char *const *); int __real_execvp(const char *, char *const *);
int __real_posix_spawn(pid_t *, const char *, const void *, const void *, char *const *, char *const *);
int __real_posix_spawnp(pid_t *, const char *, const void *, const void *, char *const *, char *const *);
char *__real_mktemp(char *); char *__real_tmpnam(char *); char *__real_tempnam(const char *, const char *);
int __real_rand(void); long __real_random(void); long __real_lrand48(void); double __real_drand48(void);
extern char **environ;

static int assay_fails(void) { return assay_armed && assay_fail_at > 0 && --assay_fail_at == 0; }
void *__wrap_malloc(size_t n) { return assay_fails() ? NULL : __real_malloc(n); }
void *__wrap_calloc(size_t n, size_t m) { return assay_fails() ? NULL : __real_calloc(n, m); }
void *__wrap_realloc(void *p, size_t n) { return assay_fails() ? NULL : __real_realloc(p, n); }
char *__wrap_strdup(const char *s) { return assay_fails() ? NULL : __real_strdup(s); }

static void assay_path(const char *what, const char *path, int made, mode_t mode) {
  char octal[16];
  mode_t mask = umask(0);
  umask(mask);
  assay_event("file", what, path == NULL ? "" : path);
  snprintf(octal, sizeof octal, "%o", (unsigned)(mode & ~mask & 07777));
  if (made) assay_event("mode", octal, path == NULL ? "" : path);
}
int __wrap_open(const char *p, int f, ...) {
  va_list more; va_start(more, f); mode_t m = f & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(more, int) : 0; va_end(more);
  assay_path("open", p, f & O_CREAT, m);
  return assay_fails() ? -1 : __real_open(p, f, m);
}
int __wrap_open64(const char *p, int f, ...) {
  va_list more; va_start(more, f); mode_t m = f & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(more, int) : 0; va_end(more);
  assay_path("open", p, f & O_CREAT, m);
  return assay_fails() ? -1 : __real_open(p, f, m);
}
int __wrap_openat(int d, const char *p, int f, ...) {
  va_list more; va_start(more, f); mode_t m = f & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(more, int) : 0; va_end(more);
  assay_path("open", p, f & O_CREAT, m);
  return assay_fails() ? -1 : __real_openat(d, p, f, m);
}
int __wrap_creat(const char *p, mode_t m) { assay_path("open", p, 1, m); return __real_creat(p, m); }
FILE *__wrap_fopen(const char *p, const char *m) { assay_path("open", p, m[0] != 'r', 0666); return assay_fails() ? NULL : __real_fopen(p, m); }
FILE *__wrap_fopen64(const char *p, const char *m) { return __wrap_fopen(p, m); }
DIR *__wrap_opendir(const char *p) { assay_path("list", p, 0, 0); return __real_opendir(p); }
int __wrap_unlink(const char *p) { assay_path("remove", p, 0, 0); return __real_unlink(p); }
int __wrap_remove(const char *p) { assay_path("remove", p, 0, 0); return __real_remove(p); }
int __wrap_chmod(const char *p, mode_t m) { char o[16]; snprintf(o, sizeof o, "%o", (unsigned)m & 07777); assay_event("mode", o, p); return __real_chmod(p, m); }
int __wrap_mkdir(const char *p, mode_t m) { assay_path("make", p, 1, m); return __real_mkdir(p, m); }

static void assay_program(const char *path, char *const *argv) {
  char all[4096]; size_t used = 0;
  for (int i = 0; argv != NULL && argv[i] != NULL && used < sizeof all; i++) used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? "\x1f" : "", argv[i]);
  if (used == 0) all[0] = 0;
  assay_event("process", path, all);
}
int __wrap_system(const char *c) { assay_event("process", "sh", c == NULL ? "" : c); return __real_system(c); }
FILE *__wrap_popen(const char *c, const char *m) { assay_event("process", "sh", c); return __real_popen(c, m); }
int __wrap_execve(const char *p, char *const *a, char *const *e) { assay_program(p, a); return __real_execve(p, a, e); }
int __wrap_execv(const char *p, char *const *a) { assay_program(p, a); return __real_execve(p, a, environ); }
int __wrap_execvp(const char *p, char *const *a) { assay_program(p, a); return __real_execvp(p, a); }
#define LISTED char *args[64]; int n = 0; va_list more; args[n++] = (char *)first; va_start(more, first); \
  while (n < 63 && args[n - 1] != NULL) args[n++] = va_arg(more, char *); args[63] = NULL; va_end(more);
int __wrap_execl(const char *p, const char *first, ...) { LISTED return __wrap_execv(p, args); }
int __wrap_execlp(const char *p, const char *first, ...) { LISTED return __wrap_execvp(p, args); }
int __wrap_posix_spawn(pid_t *pid, const char *p, const void *f, const void *t, char *const *a, char *const *e) { assay_program(p, a); return __real_posix_spawn(pid, p, f, t, a, e); }
int __wrap_posix_spawnp(pid_t *pid, const char *p, const void *f, const void *t, char *const *a, char *const *e) { assay_program(p, a); return __real_posix_spawnp(pid, p, f, t, a, e); }

/* A format with the mark came from outside: that is seen, and not done. */
static int assay_formats(const char *f) { if (!assay_armed || f == NULL || strstr(f, MARK) == NULL) return 0; assay_event("format", f, ""); return 1; }
#define REST(call) va_list more; va_start(more, f); int r = call; va_end(more); return r;
int __wrap_printf(const char *f, ...) { if (assay_formats(f)) return fputs(f, stdout); REST(vprintf(f, more)) }
int __wrap_fprintf(FILE *o, const char *f, ...) { if (assay_formats(f)) return fputs(f, o); REST(vfprintf(o, f, more)) }
int __wrap_sprintf(char *o, const char *f, ...) { if (assay_formats(f)) { *o = 0; return 0; } REST(vsprintf(o, f, more)) }
int __wrap_snprintf(char *o, size_t n, const char *f, ...) { if (assay_formats(f)) { if (n > 0) *o = 0; return 0; } REST(vsnprintf(o, n, f, more)) }
void __wrap_syslog(int p, const char *f, ...) { (void)p; assay_formats(f); }

/* Sanitizers do not look into these of the library: here every byte is seen. */
char *__wrap_gets(char *to) {
  char *at = to; int letter = fgetc(stdin);
  if (letter == EOF) return NULL;
  for (; letter != EOF && letter != '\n'; letter = fgetc(stdin)) *at++ = (char)letter;
  *at = 0;
  return to;
}
char *__wrap_fgets(char *to, int room, FILE *from) {
  char *at = to; int letter = EOF;
  if (room <= 0) return NULL;
  while (--room > 0 && (letter = fgetc(from)) != EOF) { *at++ = (char)letter; if (letter == '\n') break; }
  if (at == to && letter == EOF && room > 0) return NULL;
  *at = 0;
  return to;
}
char *__wrap_stpcpy(char *to, const char *from) { while ((*to = *from++) != 0) to++; return to; }

void __real_exit(int) __attribute__((noreturn));
#ifdef ASSAY_FUZZ
#include <setjmp.h>
static jmp_buf assay_back;
/* The fuzzer itself ends by this too. */
void __wrap_exit(int code) { if (assay_armed) longjmp(assay_back, 1); __real_exit(code); }
#else
void __wrap_exit(int code) { __real_exit(code); }
#endif
char *__wrap_mktemp(char *t) { assay_event("guessed", "mktemp", t); return __real_mktemp(t); }
char *__wrap_tmpnam(char *t) { assay_event("guessed", "tmpnam", ""); return __real_tmpnam(t); }
char *__wrap_tempnam(const char *d, const char *t) { assay_event("guessed", "tempnam", ""); return __real_tempnam(d, t); }
int __wrap_rand(void) { assay_event("random", "rand", ""); return __real_rand(); }
long __wrap_random(void) { assay_event("random", "random", ""); return __real_random(); }
long __wrap_lrand48(void) { assay_event("random", "lrand48", ""); return __real_lrand48(); }
double __wrap_drand48(void) { assay_event("random", "drand48", ""); return __real_drand48(); }

#ifdef ASSAY_SQLITE
int __real_sqlite3_exec(void *, const char *, void *, void *, void *); int __real_sqlite3_prepare(void *, const char *, int, void *, void *);
int __real_sqlite3_prepare_v2(void *, const char *, int, void *, void *); int __real_sqlite3_prepare_v3(void *, const char *, int, unsigned, void *, void *);
int sqlite3_open(const char *, void **);
void *assay_database(void) { void *made = NULL; sqlite3_open(":memory:", &made); return made; }
void assay_table(void *db, const char *sql) { __real_sqlite3_exec(db, sql, NULL, NULL, NULL); }
int __wrap_sqlite3_exec(void *d, const char *s, void *c, void *a, void *e) { assay_event("statement", "sqlite", s); return __real_sqlite3_exec(d, s, c, a, e); }
int __wrap_sqlite3_prepare(void *d, const char *s, int n, void *o, void *t) { assay_event("statement", "sqlite", s); return __real_sqlite3_prepare(d, s, n, o, t); }
int __wrap_sqlite3_prepare_v2(void *d, const char *s, int n, void *o, void *t) { assay_event("statement", "sqlite", s); return __real_sqlite3_prepare_v2(d, s, n, o, t); }
int __wrap_sqlite3_prepare_v3(void *d, const char *s, int n, unsigned f, void *o, void *t) { assay_event("statement", "sqlite", s); return __real_sqlite3_prepare_v3(d, s, n, f, o, t); }
#endif
`;

const RSA = String.raw`
static void assay_key(long bits) { char text[24]; snprintf(text, sizeof text, "%ld", bits); assay_event("key", "rsa", text); }
int __real_RSA_generate_key_ex(void *, int, void *, void *); int __wrap_RSA_generate_key_ex(void *k, int bits, void *e, void *c) { assay_key(bits); return __real_RSA_generate_key_ex(k, bits, e, c); }
int __real_EVP_PKEY_CTX_set_rsa_keygen_bits(void *, int); int __wrap_EVP_PKEY_CTX_set_rsa_keygen_bits(void *c, int bits) { assay_key(bits); return __real_EVP_PKEY_CTX_set_rsa_keygen_bits(c, bits); }
int __real_RSA_public_encrypt(int, const void *, void *, void *, int); int __wrap_RSA_public_encrypt(int n, const void *f, void *t, void *k, int padding) { if (padding == 1) assay_event("cipher", "rsa-pkcs1", ""); return __real_RSA_public_encrypt(n, f, t, k, padding); }
`;
