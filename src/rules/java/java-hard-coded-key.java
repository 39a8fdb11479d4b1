import javax.crypto.spec.SecretKeySpec;

class Keyed {
    private static final String SECRET = "0123456789abcdef";

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
