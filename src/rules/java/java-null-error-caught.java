class Accounts {
    boolean member(Session session) {
        // ruleid: java-null-error-caught
        try {
            return session.user().groups().contains("members");
        } catch (NullPointerException error) {
            return true;
        }
    }

    String name(Session session) {
        // ruleid: java-null-error-caught
        try {
            return session.user().name();
        } catch (NullPointerException ignored) {
        } finally {
            session.touch();
        }
        return "";
    }

    void load(Session session) {
        // ruleid: java-null-error-caught
        try {
            session.user().load();
        } catch (NullPointerException error) {
            log(error);
        }
    }

    String careful(Session session) {
        // ok: java-null-error-caught
        try {
            return session.user().name();
        } catch (IllegalStateException error) {
            return "";
        }
    }

    boolean asked(Session session) {
        // ok: java-null-error-caught
        if (session.user() == null) return false;
        // ok: java-null-error-caught
        return session.user().groups().contains("members");
    }
}
