class Streams {
    int first(String name) throws Exception {
        // ruleid: java-unclosed-stream
        FileInputStream in = new FileInputStream(name);
        return in.read();
    }

    int closed(String name) throws Exception {
        // ok: java-unclosed-stream
        FileInputStream in = new FileInputStream(name);
        try {
            return in.read();
        } finally {
            in.close();
        }
    }

    int headed(String name) throws Exception {
        // ok: java-unclosed-stream
        try (FileInputStream in = new FileInputStream(name)) {
            return in.read();
        }
    }
}
