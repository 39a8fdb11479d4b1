#include <sys/socket.h>
#include <unistd.h>

void every(int server) {
    while (1) {
        int client = accept(server, NULL, NULL);
        // ruleid: c-forked-without-bound
        if (fork() == 0)
            serve(client);
        close(client);
    }
}

void bounded(int server) {
    while (1) {
        int client = accept(server, NULL, NULL);
        if (children < MOST) {
            // ok: c-forked-without-bound
            if (fork() == 0)
                serve(client);
        }
        close(client);
    }
}

void once(int server) {
    // ok: c-forked-without-bound
    if (fork() == 0)
        serve(server);
}
