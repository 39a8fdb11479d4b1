class Passwords {
    Object weak(MessageDigest digest, String password, byte[] salt) {
        // ruleid: java-password-hash
        digest.digest(password.getBytes());
        // ruleid: java-password-hash
        new PBEKeySpec(password.toCharArray(), salt, 1000, 256);
        // ruleid: java-password-hash
        return DigestUtils.sha256Hex(password);
    }

    Object strong(MessageDigest digest, String password, byte[] salt, byte[] file) {
        // ok: java-password-hash
        digest.digest(file);
        // ok: java-password-hash
        return new PBEKeySpec(password.toCharArray(), salt, 600000, 256);
    }
}
