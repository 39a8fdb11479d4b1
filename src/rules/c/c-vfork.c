#include <unistd.h>

void cases(void) {
    // ruleid: c-vfork
    pid_t child = vfork();
    // ruleid: c-vfork
    if (vfork() == 0)
        _exit(1);
    // ruleid: c-vfork
    switch (vfork()) { default: break; }
    // ok: c-vfork
    pid_t other = fork();
    // ok: c-vfork
    posix_spawn(&child, "/bin/true", NULL, NULL, args, environ);
    // ok: c-vfork
    run_vfork(child);
}
