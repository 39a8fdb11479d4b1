#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;
static char *state;

void on_end(int number) {
    // ruleid: c-signal-handler
    printf("ended by %d\n", number);
    // ruleid: c-signal-handler
    free(state);
    // ok: c-signal-handler
    _exit(1);
}

static void on_stop(int number) {
    // ok: c-signal-handler
    stopped = 1;
    // ok: c-signal-handler
    write(STDERR_FILENO, "stop\n", 5);
}

static void on_alarm(int number) {
    // ruleid: c-signal-handler
    exit(number);
}

void report(int number) {
    // ok: c-signal-handler
    printf("%d\n", number);
}

int main(void) {
    struct sigaction action = { 0 };
    signal(SIGTERM, on_end);
    signal(SIGINT, on_stop);
    action.sa_handler = on_alarm;
    sigaction(SIGALRM, &action, NULL);
    report(1);
    return 0;
}
