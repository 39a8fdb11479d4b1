#define READABLE 4

int refused(int flags) {
    // ruleid: c-negated-mask
    if (!flags & READABLE)
        return 1;
    // ruleid: c-negated-mask
    return !flags & 0x10;
}

struct node { unsigned mode; };

int closed(struct node *node) {
    // ruleid: c-negated-mask
    return !node->mode & 2;
}

int right(int flags) {
    // ok: c-negated-mask
    if (!(flags & READABLE))
        return 1;
    // ok: c-negated-mask
    return ~flags & READABLE;
}

int both(int first, int second) {
    // ok: c-negated-mask
    return !first & !second;
}
