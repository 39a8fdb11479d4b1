#include <stdio.h>

void greet(void) {
    char name[32];
    // ruleid: c-gets
    gets(name);
    // ruleid: c-gets
    if (gets(name) == NULL)
        return;
    // ruleid: c-gets
    char *line = gets(name);
    // ok: c-gets
    fgets(name, sizeof name, stdin);
    // ok: c-gets
    gets_s(name, sizeof name);
    // ok: c-gets
    reader->gets(name);
    puts(line);
}
