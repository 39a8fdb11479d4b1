#include <stdlib.h>
#include <stdio.h>

void put(const char *zone) {
    char text[64];
    snprintf(text, sizeof text, "TZ=%s", zone);
    // ruleid: c-environment-of-stack
    putenv(text);
}

int put_other(int n) {
    char setting[32];
    // ruleid: c-environment-of-stack
    return putenv(setting);
}

void nested(const char *name) {
    char entry[128];
    if (name != NULL) {
        // ruleid: c-environment-of-stack
        putenv(entry);
    }
}

void kept(const char *zone) {
    static char text[64];
    snprintf(text, sizeof text, "TZ=%s", zone);
    // ok: c-environment-of-stack
    putenv(text);
}

void copied(const char *zone) {
    char text[64];
    // ok: c-environment-of-stack
    setenv("TZ", zone, 1);
    // ok: c-environment-of-stack
    putenv("TZ=UTC");
}
