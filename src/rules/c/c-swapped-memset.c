#include <string.h>

struct state { int used; char name[16]; };

void cleared(struct state *state, char *line, size_t length) {
    // ruleid: c-swapped-memset
    memset(state, sizeof(struct state), 0);
    // ruleid: c-swapped-memset
    memset(line, length, 0);
    // ruleid: c-swapped-memset
    memset(state->name, sizeof(state->name), ' ');
    // ok: c-swapped-memset
    memset(state, 0, sizeof(struct state));
    // ok: c-swapped-memset
    memset(line, 0, length);
    // ok: c-swapped-memset
    memset(state->name, ' ', sizeof(state->name));
    // ok: c-swapped-memset
    memset(line, 0, 0);
}
