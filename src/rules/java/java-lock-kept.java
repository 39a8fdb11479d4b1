class Ledger {
    void add(Entry entry) {
        // ruleid: java-lock-kept
        lock.lock();
        entries.add(check(entry));
        lock.unlock();
    }

    int total() {
        // ruleid: java-lock-kept
        this.guard.writeLock().lock();
        int sum = count();
        this.guard.writeLock().unlock();
        return sum;
    }

    void remove(Entry entry) {
        // ruleid: java-lock-kept
        lock.lock();
        if (entries.contains(entry)) {
            entries.remove(entry);
        }
        lock.unlock();
    }

    void careful(Entry entry) {
        // ok: java-lock-kept
        lock.lock();
        try {
            entries.add(check(entry));
        } finally {
            lock.unlock();
        }
    }

    void within(Entry entry) {
        try {
            // ok: java-lock-kept
            lock.lock();
            entries.add(entry);
        } finally {
            lock.unlock();
        }
    }

    void handsOver() {
        // ok: java-lock-kept
        lock.lock();
        owner.now(this);
    }
}
