#include <sys/stat.h>

void cases(mode_t old) {
    // ruleid: c-open-umask
    umask(0);
    // ruleid: c-open-umask
    mode_t before = umask(000);
    // ruleid: c-open-umask
    (void)umask(0000);
    // ok: c-open-umask
    umask(077);
    // ok: c-open-umask
    umask(027);
    // ok: c-open-umask
    umask(old);
}
