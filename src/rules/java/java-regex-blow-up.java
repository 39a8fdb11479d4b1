class Words {
    // ruleid: java-regex-blow-up
    static final Pattern NAME = Pattern.compile("^(\\w+\\s?)*$");

    boolean valid(String text) {
        // ruleid: java-regex-blow-up
        if (text.matches("(a+)+b")) return true;
        // ruleid: java-regex-blow-up
        return Pattern.matches("^([a-z]+)*\\d$", text);
    }

    boolean careful(String text) {
        // ok: java-regex-blow-up
        if (text.matches("^\\w+(\\s\\w+)*$")) return true;
        // ok: java-regex-blow-up
        if (text.matches("[a-z]{1,20}")) return true;
        // ok: java-regex-blow-up
        return Pattern.compile("^\\d+$").matcher(text).matches();
    }
}
