class Hashing {
    private static final byte[] COMMON = {1, 2, 3, 4, 5, 6, 7, 8};

    KeySpec first(char[] password) {
        // ruleid: java-fixed-salt
        return new PBEKeySpec(password, "pepper".getBytes(StandardCharsets.UTF_8), 600000, 256);
    }

    KeySpec second(char[] password) {
        // ruleid: java-fixed-salt
        return new PBEKeySpec(password, COMMON, 600000, 256);
    }

    AlgorithmParameterSpec third() {
        byte[] salt = "constant".getBytes();
        // ruleid: java-fixed-salt
        return new PBEParameterSpec(salt, 600000);
    }

    KeySpec careful(char[] password) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        // ok: java-fixed-salt
        return new PBEKeySpec(password, salt, 600000, 256);
    }

    KeySpec stored(char[] password, byte[] salt) {
        // ok: java-fixed-salt
        return new PBEKeySpec(password, salt, 600000, 256);
    }

    KeySpec decoded(char[] password, String salt) {
        // ok: java-fixed-salt
        return new PBEKeySpec(password, Base64.getDecoder().decode(salt), 600000, 256);
    }
}
