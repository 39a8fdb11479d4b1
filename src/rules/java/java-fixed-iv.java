import java.security.SecureRandom;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

class Vectors {
    Object fixed() {
        // ruleid: java-fixed-iv
        Object a = new IvParameterSpec("1234567890123456".getBytes());
        byte[] iv = new byte[16];
        // ruleid: java-fixed-iv
        Object b = new IvParameterSpec(iv);
        // ruleid: java-fixed-iv
        return new GCMParameterSpec(128, new byte[12]);
    }

    Object fresh(byte[] message) {
        byte[] iv = new byte[12];
        new SecureRandom().nextBytes(iv);
        // ok: java-fixed-iv
        return new GCMParameterSpec(128, iv);
    }

    Object received(byte[] message) {
        byte[] iv = new byte[12];
        System.arraycopy(message, 0, iv, 0, 12);
        // ok: java-fixed-iv
        return new GCMParameterSpec(128, iv);
    }
}
