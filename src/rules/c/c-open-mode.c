void cases(int n) {
    // ruleid: c-open-mode
    chmod(path, 0777);
    // ruleid: c-open-mode
    mkdir(path, 0777);
    // ruleid: c-open-mode
    int fd = open(path, O_CREAT | O_WRONLY, 0666);
    // ruleid: c-open-mode
    chmod(path, S_IRUSR | S_IWOTH);
    // ok: c-open-mode
    chmod(path, 0600);
    // ok: c-open-mode
    mkdir(path, 0755);
    // ok: c-open-mode
    int other = open(path, O_RDONLY);
    // ok: c-open-mode
    int third = open(path, O_CREAT | O_WRONLY, 0640);
}
