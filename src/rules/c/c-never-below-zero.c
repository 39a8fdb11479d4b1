#include <stddef.h>
#include <stdio.h>

void down(const int *a, size_t n)
{
    // ruleid: c-never-below-zero
    for (size_t i = n - 1; i >= 0; i--) {
        printf("%d\n", a[i]);
    }
    // ruleid: c-never-below-zero
    for (unsigned int i = (unsigned int)n; i >= 0; i--)
        printf("%u\n", i);
    // ruleid: c-never-below-zero
    for (size_t i = n; i >= 0; --i) {
        if (a[i] == 3)
            printf("three\n");
    }
    // ok: c-never-below-zero
    for (int i = (int)n - 1; i >= 0; i--) {
        printf("%d\n", a[i]);
    }
    // ok: c-never-below-zero
    for (size_t i = n; i > 0; i--) {
        printf("%d\n", a[i - 1]);
    }
    // ok: c-never-below-zero
    for (size_t i = n - 1; i >= 0; i--) {
        printf("%d\n", a[i]);
        if (i == 0)
            break;
    }
}
