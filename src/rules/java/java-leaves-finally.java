class Sessions {
    boolean valid(String token) {
        boolean good = false;
        // ruleid: java-leaves-finally
        try {
            good = verify(token);
        } finally {
            return good;
        }
    }

    boolean open(String token) {
        // ruleid: java-leaves-finally
        try {
            check(token);
        } catch (IllegalArgumentException error) {
            log(error);
        } finally {
            close();
            return true;
        }
    }

    String name(String token) {
        // ruleid: java-leaves-finally
        try {
            return owner(token);
        } finally {
            return "";
        }
    }

    boolean careful(String token) {
        boolean good = false;
        // ok: java-leaves-finally
        try {
            good = verify(token);
        } finally {
            close();
        }
        return good;
    }

    boolean inner(String token) {
        // ok: java-leaves-finally
        try {
            return verify(token);
        } finally {
            listeners.forEach(listener -> {
                if (listener == null) return;
                listener.done();
            });
        }
    }

    boolean caught(String token) {
        // ok: java-leaves-finally
        try {
            return verify(token);
        } catch (IllegalStateException error) {
            return false;
        } finally {
            close();
        }
    }
}
