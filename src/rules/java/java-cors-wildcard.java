class Cors {
    void open(CorsConfiguration c, HttpServletResponse response) {
        // ruleid: java-cors-wildcard
        c.addAllowedOrigin("*");
        // ruleid: java-cors-wildcard
        response.setHeader("Access-Control-Allow-Origin", "*");
    }

    void closed(CorsConfiguration c, HttpServletResponse response) {
        // ok: java-cors-wildcard
        c.addAllowedOrigin("https://app.example");
        // ok: java-cors-wildcard
        response.setHeader("Access-Control-Allow-Origin", "https://app.example");
    }
}
