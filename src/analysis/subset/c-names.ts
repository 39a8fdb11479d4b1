/** Functions of the C library that C++ has in `std` too, and such objects of its streams as only give out what they get. */
export const STD_NAMES: ReadonlySet<string> = new Set(
  `abort abs acos asctime asin atan atan2 atexit atof atoi atol atoll bsearch calloc ceil clearerr clock cos ctime difftime div exit _Exit exp
  fabs fclose feof ferror fflush fgetc fgetpos fgets fgetwc fgetws floor fmod fopen fprintf fputc fputs fread free freopen frexp fscanf fseek
  fsetpos ftell fwprintf fwrite fwscanf getc getchar getenv gets getwc gmtime isalnum isalpha isblank iscntrl isdigit isgraph islower isprint
  ispunct isspace isupper isxdigit labs ldexp llabs localtime log log10 longjmp malloc mblen mbstowcs mbtowc memchr memcmp memcpy memmove memset
  mktime modf perror pow printf putc putchar puts qsort quick_exit raise rand realloc remove rename rewind scanf setbuf setlocale setvbuf signal
  sin snprintf sprintf sqrt srand sscanf strcat strchr strcmp strcoll strcpy strcspn strerror strftime strlen strncat strncmp strncpy strpbrk
  strrchr strspn strstr strtod strtof strtok strtol strtold strtoll strtoul strtoull strxfrm swprintf system tan time tmpfile tmpnam tolower
  toupper ungetc vfprintf vprintf vsnprintf vsprintf vsscanf wcscat wcschr wcscmp wcscpy wcslen wcsncat wcsncmp wcsncpy wcsstr wcstok wcstombs
  wmemcpy wmemmove wmemset wprintf`.split(/\s+/u),
);

/** Streams that are written to, and what is written to them beside values. */
export const OUTPUT_NAMES: ReadonlySet<string> = new Set(["cout", "cerr", "clog", "endl", "flush"]);

/** Streams that are read from: what stands behind `>>` is written to. */
export const INPUT_NAMES: ReadonlySet<string> = new Set(["cin", "wcin"]);

/** Types of the C library, POSIX, Windows and well-known libraries of C that C++ neither makes nor ends by running code. */
export const PLAIN_TYPES: ReadonlySet<string> = new Set(
  `FILE DIR va_list jmp_buf sigjmp_buf fd_set sigset_t pthread_t pthread_attr_t pthread_mutex_t pthread_cond_t pthread_key_t pthread_once_t
  pthread_rwlock_t pthread_spinlock_t mtx_t cnd_t thrd_t regex_t regmatch_t glob_t div_t ldiv_t fpos_t mbstate_t sem_t clock_t key_t id_t dev_t ino_t nlink_t blksize_t blkcnt_t
  suseconds_t useconds_t wint_t sig_atomic_t nfds_t rlim_t clockid_t timer_t intmax_t uintmax_t int_fast8_t int_fast16_t int_fast32_t
  int_fast64_t uint_fast8_t uint_fast16_t uint_fast32_t uint_fast64_t int_least8_t int_least16_t int_least32_t int_least64_t uint_least8_t
  uint_least16_t uint_least32_t uint_least64_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t size_t ssize_t ptrdiff_t
  intptr_t uintptr_t off_t off64_t time_t wchar_t char8_t char16_t char32_t pid_t uid_t gid_t mode_t socklen_t in_addr_t in_port_t sa_family_t
  u_char u_short u_int u_long uint ulong ushort __int64 BOOL BOOLEAN BYTE WORD DWORD DWORD64 QWORD CHAR UCHAR WCHAR TCHAR SHORT USHORT INT UINT
  INT32 UINT32 INT64 UINT64 LONG ULONG LONGLONG ULONGLONG SIZE_T SSIZE_T HANDLE SOCKET LPSTR LPCSTR LPWSTR LPCWSTR LPVOID PVOID CURLcode MD5_CTX SHA_CTX
  SHA256_CTX SHA512_CTX AES_KEY RC4_KEY DES_cblock DES_key_schedule z_stream gzFile xmlDocPtr xmlNodePtr xmlXPathContextPtr xmlXPathObjectPtr
  xmlParserCtxtPtr xmlTextReaderPtr`.split(/\s+/u),
);
