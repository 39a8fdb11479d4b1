#include <arpa/inet.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

int same_home(const char *one, const char *other) {
    // ruleid: c-static-result-kept
    struct passwd *first = getpwnam(one);
    struct passwd *second = getpwnam(other);
    if (first == NULL || second == NULL)
        return 0;
    return strcmp(first->pw_dir, second->pw_dir) == 0;
}

void between(time_t from, time_t to) {
    // ruleid: c-static-result-kept
    struct tm *start = localtime(&from);
    struct tm *end = localtime(&to);
    printf("%d to %d\n", start->tm_hour, end->tm_hour);
}

void ways(struct in_addr from, struct in_addr to) {
    char *source, *target;
    // ruleid: c-static-result-kept
    source = inet_ntoa(from);
    target = inet_ntoa(to);
    printf("%s -> %s\n", source, target);
}

void copied(time_t from, time_t to) {
    struct tm start, end;
    // ok: c-static-result-kept
    localtime_r(&from, &start);
    localtime_r(&to, &end);
    printf("%d to %d\n", start.tm_hour, end.tm_hour);
}

void one_after_the_other(time_t from, time_t to) {
    // ok: c-static-result-kept
    struct tm *time = localtime(&from);
    printf("from %d\n", time->tm_hour);
    time = localtime(&to);
    printf("to %d\n", time->tm_hour);
}

void read_before(time_t from, time_t to) {
    // ok: c-static-result-kept
    struct tm *start = localtime(&from);
    int hour = start->tm_hour;
    struct tm *end = localtime(&to);
    printf("%d to %d\n", hour, end->tm_hour);
}
