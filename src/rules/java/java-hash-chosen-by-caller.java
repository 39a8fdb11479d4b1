import java.security.MessageDigest;
import java.util.Set;

class Hashes {
    private static final Set<String> STRONG = Set.of("SHA-256", "SHA-512");

    byte[] any(String name, byte[] data) throws Exception {
        // ruleid: java-hash-chosen-by-caller
        return MessageDigest.getInstance(name).digest(data);
    }

    byte[] listed(String name, byte[] data) throws Exception {
        if (!STRONG.contains(name)) {
            throw new IllegalArgumentException(name);
        }
        // ok: java-hash-chosen-by-caller
        return MessageDigest.getInstance(name).digest(data);
    }

    byte[] fixed(byte[] data) throws Exception {
        // ok: java-hash-chosen-by-caller
        return MessageDigest.getInstance("SHA-256").digest(data);
    }
}
