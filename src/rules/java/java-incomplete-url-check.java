class Redirects {
    boolean allowed(String url, String host, String origin) {
        // ruleid: java-incomplete-url-check
        if (url.contains("shop.example")) return true;
        // ruleid: java-incomplete-url-check
        if (url.startsWith("https://shop.example")) return true;
        // ruleid: java-incomplete-url-check
        if (host.endsWith("shop.example")) return true;
        // ruleid: java-incomplete-url-check
        return origin.indexOf("https://shop.example/") != -1;
    }

    boolean careful(String url, String host, String text) {
        // ok: java-incomplete-url-check
        if (url.startsWith("https://shop.example/")) return true;
        // ok: java-incomplete-url-check
        if (host.endsWith(".shop.example")) return true;
        // ok: java-incomplete-url-check
        if (host.equals("shop.example")) return true;
        // ok: java-incomplete-url-check
        return text.contains("shop.example");
    }
}
