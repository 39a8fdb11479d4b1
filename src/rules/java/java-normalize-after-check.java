class Comments {
    String first(String text) {
        if (text.contains("<")) {
            throw new IllegalArgumentException();
        }
        // ruleid: java-normalize-after-check
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    String second(String text) {
        Matcher matcher = TAGS.matcher(text);
        if (matcher.find()) throw new IllegalStateException();
        // ruleid: java-normalize-after-check
        text = Normalizer.normalize(text, Form.NFKC);
        return text;
    }

    String third(String text) {
        if (TAGS.matcher(text).find()) {
            return "";
        }
        // ruleid: java-normalize-after-check
        return Normalizer.normalize(text, Normalizer.Form.NFKD);
    }

    String careful(String text) {
        // ok: java-normalize-after-check
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC);
        if (normal.contains("<")) throw new IllegalArgumentException();
        return normal;
    }

    String canonical(String text) {
        if (text.contains("<")) throw new IllegalArgumentException();
        // ok: java-normalize-after-check
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    String unchecked(String text) {
        // ok: java-normalize-after-check
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
