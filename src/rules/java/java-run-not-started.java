class Workers {
    void begin(Runnable work) {
        // ruleid: java-run-not-started
        new Thread(work).run();
        Thread worker = new Thread(work, "worker");
        worker.setDaemon(true);
        // ruleid: java-run-not-started
        worker.run();
        var other = new Thread(() -> work.run());
        // ruleid: java-run-not-started
        other.run();
    }

    void careful(Runnable work) {
        // ok: java-run-not-started
        new Thread(work).start();
        // ok: java-run-not-started
        work.run();
        Thread worker = new Thread(work);
        // ok: java-run-not-started
        worker.start();
    }
}
