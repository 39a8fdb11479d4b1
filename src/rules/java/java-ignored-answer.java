class Cleans {
    void clean(String name) {
        // ruleid: java-ignored-answer
        name.replaceAll("[^a-z]", "");
        // ruleid: java-ignored-answer
        name.trim();
        open(name);
    }

    void signed(byte[] signature, PublicKey key) throws Exception {
        Signature checker = Signature.getInstance("SHA256withRSA");
        checker.initVerify(key);
        // ruleid: java-ignored-answer
        checker.verify(signature);
        accept();
    }

    void compared(byte[] first, byte[] second) {
        // ruleid: java-ignored-answer
        MessageDigest.isEqual(first, second);
    }

    String careful(String name, Signature checker, byte[] signature) throws Exception {
        // ok: java-ignored-answer
        name = name.replaceAll("[^a-z]", "");
        // ok: java-ignored-answer
        if (!checker.verify(signature)) throw new SecurityException();
        // ok: java-ignored-answer
        return name.trim();
    }

    void chosen(String name) {
        // ok: java-ignored-answer
        switch (name.toLowerCase()) {
            case "a":
                open(name);
                break;
            default:
                close();
        }
    }

    void later(List<String> names) {
        // ok: java-ignored-answer
        names.stream().map(name -> name.trim()).forEach(this::open);
        // ok: java-ignored-answer
        Supplier<String> first = () -> names.get(0).trim();
    }

    void others(Builder text, Mockery mock, Model model) {
        // ok: java-ignored-answer
        model.replace(first(), second());
        // ok: java-ignored-answer
        mock.verify(model);
        // ok: java-ignored-answer
        text.append("a");
    }
}
