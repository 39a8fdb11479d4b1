class Compare {
    boolean same(String signature, String expected, byte[] mac, byte[] other) {
        // ruleid: java-early-answer
        if (signature.equals(expected)) return true;
        // ruleid: java-early-answer
        return Arrays.equals(mac, other);
    }

    boolean known(String token, String expectedToken) {
        // ruleid: java-early-answer
        return token.equals(expectedToken);
    }

    boolean plain(String token, String separator, String storedName, String name) {
        // ok: java-early-answer
        if (token.equals(separator)) return true;
        // ok: java-early-answer
        return name.equals(storedName);
    }

    boolean careful(String name, String expected, byte[] mac, byte[] other) {
        // ok: java-early-answer
        if (name.equals(expected)) return true;
        // ok: java-early-answer
        return MessageDigest.isEqual(mac, other);
    }
}
