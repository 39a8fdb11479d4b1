#include <grp.h>
#include <stdlib.h>
#include <unistd.h>

int wrong(uid_t user, gid_t group) {
    // ruleid: c-rights-order
    if (setuid(user) != 0)
        return -1;
    if (setgid(group) != 0)
        return -1;
    return 0;
}

void also_wrong(uid_t user, gid_t group) {
    // ruleid: c-rights-order
    setresuid(user, user, user);
    setresgid(group, group, group);
}

int lists(uid_t user) {
    // ruleid: c-rights-order
    if (setuid(user) < 0)
        abort();
    return setgroups(0, NULL) == 0 ? 0 : -1;
}

int lists_checked(uid_t user) {
    // ruleid: c-rights-order
    if (setuid(user) < 0)
        abort();
    if (setgroups(0, NULL) != 0)
        abort();
    return 0;
}

int right(uid_t user, gid_t group) {
    // ok: c-rights-order
    if (setgroups(0, NULL) != 0 || setgid(group) != 0)
        return -1;
    // ok: c-rights-order
    if (setuid(user) != 0)
        return -1;
    return 0;
}

void for_a_while(uid_t user, gid_t group) {
    // ok: c-rights-order
    if (setegid(group) != 0)
        abort();
    if (seteuid(user) != 0)
        abort();
}
