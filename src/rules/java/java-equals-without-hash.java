class Address {
    private final String text;

    // ruleid: java-equals-without-hash
    public boolean equals(Object other) {
        return other instanceof Address && ((Address) other).text.equals(text);
    }
}

class Name {
    String text;

    // ruleid: java-equals-without-hash
    @Override
    public boolean equals(Object other) {
        return other instanceof Name;
    }

    public int compareTo(Name other) {
        return 0;
    }
}

class Host {
    String text;

    // ruleid: java-equals-without-hash
    public boolean equals(Object that) {
        return that == this;
    }
}

class Entry {
    String text;

    // ok: java-equals-without-hash
    public boolean equals(Object other) {
        return other instanceof Entry;
    }

    public int hashCode() {
        return text.hashCode();
    }
}

class Later {
    String text;

    @Override
    public int hashCode() {
        return 3;
    }

    // ok: java-equals-without-hash
    @Override
    public boolean equals(Object other) {
        return other instanceof Later;
    }
}

class Helper {
    // ok: java-equals-without-hash
    public boolean equals(Helper other, int distance) {
        return distance == 0;
    }
}
