class Client {
    void send(RestTemplate rest) throws IOException {
        // ruleid: java-http-cleartext
        new URL("http://pay.example/charge").openConnection();
        URL address = new URL("http://pay.example/refund");
        // ruleid: java-http-cleartext
        address.openConnection();
        // ruleid: java-http-cleartext
        HttpRequest.newBuilder(URI.create("http://pay.example/state"));
        // ruleid: java-http-cleartext
        rest.postForObject("http://pay.example/charge", order, String.class);
        // ok: java-http-cleartext
        new URL("https://pay.example/charge").openConnection();
        // ok: java-http-cleartext
        new URL("http://localhost:8080/health").openConnection();
        // ok: java-http-cleartext
        factory.newDocument("http://pay.example/names");
    }
}
