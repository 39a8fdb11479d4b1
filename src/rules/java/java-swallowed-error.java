class Drops {
    void run() {
        // ruleid: java-swallowed-error
        try {
            verify();
        } catch (Exception e) {
        }
    }

    void careful() {
        // ok: java-swallowed-error
        try {
            verify();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        // ok: java-swallowed-error
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
        }
    }
}
