import java.security.MessageDigest;
import org.apache.commons.codec.digest.DigestUtils;

class Hashes {
    private static final String OLD = "MD5";

    byte[] sum(byte[] data) throws Exception {
        // ruleid: java-weak-hash
        MessageDigest digest = MessageDigest.getInstance("MD5");
        // ruleid: java-weak-hash
        MessageDigest.getInstance(OLD).digest(data);
        // ruleid: java-weak-hash
        MessageDigest.getInstance("sha-1", "BC");
        // ruleid: java-weak-hash
        String text = DigestUtils.md5Hex(data);
        return digest.digest(data);
    }

    byte[] strong(byte[] data) throws Exception {
        // ok: java-weak-hash
        DigestUtils.sha256Hex(data);
        // ok: java-weak-hash
        return MessageDigest.getInstance("SHA-256").digest(data);
    }
}
