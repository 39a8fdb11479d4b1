class Compare {
    boolean same(String signature, String expected, byte[] mac, byte[] other) {
        // ruleid: java-early-answer
        if (signature.equals(expected)) return true;
        // ruleid: java-early-answer
        return Arrays.equals(mac, other);
    }

    boolean careful(String name, String expected, byte[] mac, byte[] other) {
        // ok: java-early-answer
        if (name.equals(expected)) return true;
        // ok: java-early-answer
        return MessageDigest.isEqual(mac, other);
    }
}
