class Uploads {
    String clean(String name) {
        // ruleid: java-path-filter-once
        String first = name.replace("../", "");
        // ruleid: java-path-filter-once
        String second = name.replaceAll("\\.\\./", "");
        // ruleid: java-path-filter-once
        return name.replace("..", "");
    }

    String careful(String name) {
        // ok: java-path-filter-once
        String first = name.replace("..", "_");
        // ok: java-path-filter-once
        String second = name.replace(" ", "");
        // ok: java-path-filter-once
        return name.replaceAll("[^a-z]", "");
    }
}
