class Trust implements javax.net.ssl.X509TrustManager {
    // ruleid: java-trusts-any-server
    public void checkServerTrusted(X509Certificate[] chain, String type) { }

    void open(javax.net.ssl.HttpsURLConnection c) {
        // ruleid: java-trusts-any-server
        c.setHostnameVerifier((host, session) -> true);
    }
}

class Strict implements javax.net.ssl.X509TrustManager {
    // ok: java-trusts-any-server
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        standard.checkServerTrusted(chain, type);
    }

    void open(javax.net.ssl.HttpsURLConnection c) {
        // ok: java-trusts-any-server
        c.setHostnameVerifier((host, session) -> host.equals("a.example"));
    }
}
