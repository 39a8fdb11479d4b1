#include <stdlib.h>
#include <unistd.h>

void dropped(void) {
    // ruleid: c-privileges-unchecked
    setgid(1000);
    // ruleid: c-privileges-unchecked
    setuid(getuid());
    // ok: c-privileges-unchecked
    if (setuid(1000) != 0)
        exit(1);
    // ok: c-privileges-unchecked
    int result = setuid(1000);
    // ok: c-privileges-unchecked
    if (setgid(1000) == -1 || setuid(1000) == -1) {
        exit(1);
    }
    exit(result);
}
