class Rights {
    void open(java.io.File file) {
        // ruleid: java-open-permissions
        file.setWritable(true, false);
        // ruleid: java-open-permissions
        PosixFilePermissions.fromString("rwxrwxrwx");
    }

    void closed(java.io.File file) {
        // ok: java-open-permissions
        file.setWritable(true);
        // ok: java-open-permissions
        PosixFilePermissions.fromString("rw-------");
    }
}
