class Protocols {
    void open() throws Exception {
        // ruleid: java-weak-protocol
        SSLContext.getInstance("SSLv3");
        // ruleid: java-weak-protocol
        SSLContext.getInstance("TLSv1.1");
        // ok: java-weak-protocol
        SSLContext.getInstance("TLSv1.3");
        // ok: java-weak-protocol
        SSLContext.getInstance("TLS");
    }
}
