import javax.crypto.Cipher;

class Ciphers {
    private static final String MODE = "AES/ECB/PKCS5Padding";

    void weak() throws Exception {
        // ruleid: java-weak-cipher
        Cipher.getInstance("DES/CBC/PKCS5Padding");
        // ruleid: java-weak-cipher
        Cipher.getInstance("AES");
        // ruleid: java-weak-cipher
        Cipher.getInstance(MODE);
        // ruleid: java-weak-cipher
        KeyGenerator.getInstance("DESede");
    }

    void strong() throws Exception {
        // ok: java-weak-cipher
        Cipher.getInstance("AES/GCM/NoPadding");
        // ok: java-weak-cipher
        KeyGenerator.getInstance("AES");
    }
}
