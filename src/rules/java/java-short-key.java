class Keys {
    void make() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        // ruleid: java-short-key
        small.initialize(1024);
        KeyPairGenerator large = KeyPairGenerator.getInstance("RSA");
        // ok: java-short-key
        large.initialize(3072);
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        // ok: java-short-key
        curve.initialize(256);
    }
}
