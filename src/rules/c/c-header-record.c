void stored(struct headers *header, const char *name, const char *given) {
    int at = header->count++;
    strncpy(header->entries[at].key, name, sizeof(header->entries[at].key) - 1);
    // ruleid: c-header-record
    strncpy(header->entries[at].value, given, sizeof(header->entries[at].value) - 1);
}

int copied(struct response *response, const char *given) {
    char text[100];
    strncpy(text, given, sizeof(text) - 1);
    // ruleid: c-header-record
    strncpy(response->headers[0].value, text, 100);
    return 0;
}

void sent(FILE *out, char *target) {
    // ruleid: c-header-record
    fprintf(out, "HTTP/1.1 302 Found\r\nLocation: %s\r\n\r\n", target);
}

void refused(FILE *out, char *target) {
    if (strpbrk(target, "\r\n") != NULL) {
        return;
    }
    // ok: c-header-record
    fprintf(out, "HTTP/1.1 302 Found\r\nLocation: %s\r\n\r\n", target);
}

int refused_copy(struct headers *header, const char *given) {
    char text[100];
    if (strpbrk(given, "\r\n") != NULL) {
        return -1;
    }
    strncpy(text, given, sizeof(text) - 1);
    // ok: c-header-record
    strncpy(header->entries[0].value, text, sizeof(header->entries[0].value));
    return 0;
}

int asked(struct response *response, const char *given) {
    if (!is_plain(given)) {
        return -1;
    }
    // ok: c-header-record
    strcpy(response->header.value, given);
    return 0;
}

void fixed(struct headers *header) {
    // ok: c-header-record
    strcpy(header->entries[0].value, "no-store");
}

void printed(FILE *out, char *target) {
    // ok: c-header-record
    fprintf(out, "Location: %s\n", target);
}
