#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static int used;

int take(int wanted) {
    pthread_mutex_lock(&lock);
    if (used + wanted > 100)
        // ruleid: c-lock-kept
        return -1;
    used += wanted;
    pthread_mutex_unlock(&lock);
    return 0;
}

int *copied(void) {
    pthread_rwlock_rdlock(&table);
    int *copy = malloc(sizeof *copy);
    if (copy == NULL) {
        // ruleid: c-lock-kept
        return NULL;
    }
    *copy = used;
    pthread_rwlock_unlock(&table);
    return copy;
}

int loop(int rounds) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < rounds; i++) {
        if (used == i)
            // ruleid: c-lock-kept
            return i;
    }
    pthread_mutex_unlock(&lock);
    return -1;
}

int given_back(int wanted) {
    pthread_mutex_lock(&lock);
    if (used + wanted > 100) {
        pthread_mutex_unlock(&lock);
        // ok: c-lock-kept
        return -1;
    }
    used += wanted;
    pthread_mutex_unlock(&lock);
    // ok: c-lock-kept
    return 0;
}

int locked(void) {
    pthread_mutex_lock(&lock);
    // ok: c-lock-kept
    return used;
}

int tried(void) {
    if (pthread_mutex_trylock(&lock) != 0)
        // ok: c-lock-kept
        return -1;
    used++;
    pthread_mutex_unlock(&lock);
    return 0;
}
