#include <pthread.h>
#include <threads.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_spinlock_t spin;
static mtx_t mutex;
static int used;

void add(int more) {
    // ruleid: c-locked-twice
    pthread_mutex_lock(&lock);
    used += more;
    pthread_mutex_lock(&lock);
}

void spun(int more) {
    // ruleid: c-locked-twice
    pthread_spin_lock(&spin);
    used += more;
    pthread_spin_lock(&spin);
}

void taken(int more) {
    // ruleid: c-locked-twice
    mtx_lock(&mutex);
    if (more > 3)
        used += more;
    mtx_lock(&mutex);
}

void in_between(int more) {
    // ok: c-locked-twice
    pthread_mutex_lock(&lock);
    used += more;
    pthread_mutex_unlock(&lock);
    // ok: c-locked-twice
    pthread_mutex_lock(&lock);
    used -= 1;
    pthread_mutex_unlock(&lock);
}

void two(int more) {
    // ok: c-locked-twice
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&other);
    used += more;
    pthread_mutex_unlock(&other);
    pthread_mutex_unlock(&lock);
}

void again(int more) {
    // ok: c-locked-twice
    mtx_lock(&mutex);
    used += more;
    mtx_unlock(&mutex);
    mtx_lock(&mutex);
    mtx_unlock(&mutex);
}
