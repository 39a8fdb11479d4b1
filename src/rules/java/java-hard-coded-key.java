import javax.crypto.spec.SecretKeySpec;

class Keyed {
    private static final String SECRET = "0123456789abcdef";

    private static final byte[] RAW = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LISTED = {1, 2, 3, 4};
    private static final byte[] EMPTY = new byte[16];

    Object kept() {
        // ruleid: java-hard-coded-key
        Object a = new SecretKeySpec(RAW, "AES");
        // ruleid: java-hard-coded-key
        Object b = new SecretKeySpec(LISTED, "AES");
        // ok: java-hard-coded-key
        return new SecretKeySpec(EMPTY, "AES");
    }

    Object fixed() {
        // ruleid: java-hard-coded-key
        Object a = new SecretKeySpec("0123456789abcdef".getBytes(), "AES");
        // ruleid: java-hard-coded-key
        Object b = new SecretKeySpec(SECRET.getBytes("UTF-8"), "AES");
        // ruleid: java-hard-coded-key
        return Algorithm.HMAC256("very secret");
    }

    Object read(byte[] key) {
        // ok: java-hard-coded-key
        Object a = new SecretKeySpec(System.getenv("KEY").getBytes(), "AES");
        // ok: java-hard-coded-key
        return new SecretKeySpec(key, "AES");
    }
}
