class Seeds {
    void fixed() {
        // ruleid: java-fixed-seed
        SecureRandom a = new SecureRandom("seed".getBytes());
        SecureRandom random = new SecureRandom();
        // ruleid: java-fixed-seed
        random.setSeed(42L);
    }

    void fresh() {
        // ok: java-fixed-seed
        SecureRandom random = new SecureRandom();
        java.util.Random dice = new java.util.Random();
        // ok: java-fixed-seed
        dice.setSeed(42L);
    }
}
