#include <stdlib.h>
#include <unistd.h>

void outside(const char *root) {
    // ruleid: c-chroot-outside
    if (chroot(root) != 0)
        exit(1);
    open_files();
}

void alone(void) {
    // ruleid: c-chroot-outside
    chroot("/srv/jail");
}

int kept(const char *root) {
    // ruleid: c-chroot-outside
    int result = chroot(root);
    return result;
}

void inside(const char *root) {
    // ok: c-chroot-outside
    if (chroot(root) != 0)
        exit(1);
    if (chdir("/") != 0)
        exit(1);
}

void before(const char *root) {
    if (chdir(root) != 0)
        exit(1);
    // ok: c-chroot-outside
    if (chroot(".") != 0)
        exit(1);
    if (chdir("/") != 0)
        exit(1);
}

void together(const char *root) {
    // ok: c-chroot-outside
    if (chroot(root) != 0 || chdir("/") != 0)
        exit(1);
}
