class Single {
    private static Single instance;

    static Single get() {
        // ruleid: java-unsynchronised-singleton
        if (instance == null) {
            synchronized (Single.class) {
                if (instance == null) {
                    instance = new Single();
                }
            }
        }
        return instance;
    }
}

class Safe {
    private static volatile Safe instance;

    static Safe get() {
        // ok: java-unsynchronised-singleton
        if (instance == null) {
            synchronized (Safe.class) {
                if (instance == null) {
                    instance = new Safe();
                }
            }
        }
        // ok: java-unsynchronised-singleton
        if (other == null) other = new Safe();
        return instance;
    }
}
