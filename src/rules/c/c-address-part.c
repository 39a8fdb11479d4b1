char *site(const char *domain, const char *part) {
    static char url[200];
    // ruleid: c-address-part
    snprintf(url, sizeof(url), "https://%s.%s", part, domain);
    return url;
}

int user(char *out, size_t size, const char *api_url, const char *id) {
    if (!id || strlen(id) == 0) return -1;
    // ruleid: c-address-part
    snprintf(out, size, "%s/users/%s", api_url, id);
    return 0;
}

void item(char *out, size_t size, char *id) {
    if (strlen(id) > 0) {
        // ruleid: c-address-part
        snprintf(out, size, "https://shop.example/api/items/%s", id);
    }
}

char *checked(const char *domain, const char *part) {
    static char url[200];
    if (!is_label(part)) {
        return NULL;
    }
    // ok: c-address-part
    snprintf(url, sizeof(url), "https://%s.%s", part, domain);
    return url;
}

int walked(char *out, size_t size, const char *api_url, const char *id) {
    for (int i = 0; id[i] != '\0'; i++) {
        if (!isalnum((unsigned char)id[i])) return -1;
    }
    // ok: c-address-part
    snprintf(out, size, "%s/%s", api_url, id);
    return 0;
}

void both(char *out, size_t size, const char *domain, const char *part) {
    if (strlen(part) > 0 && is_label(part)) {
        // ok: c-address-part
        snprintf(out, size, "https://%s.%s", part, domain);
    }
}

void file(char *out, size_t size, const char *folder, const char *name) {
    // ok: c-address-part
    snprintf(out, size, "%s/%s", folder, name);
}
