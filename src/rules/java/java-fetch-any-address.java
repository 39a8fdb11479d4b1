import java.net.InetAddress;
import java.net.URL;

class Fetch {
    public Object open(String url) throws Exception {
        // ruleid: java-fetch-any-address
        return new URL(url).openStream();
    }
}

class Careful {
    public Object open(String url) throws Exception {
        URL address = new URL(url);
        InetAddress host = InetAddress.getByName(address.getHost());
        if (host.isSiteLocalAddress() || host.isLoopbackAddress()) throw new SecurityException(url);
        // ok: java-fetch-any-address
        return address.openStream();
    }

    public Object listed(String url) throws Exception {
        // ok: java-fetch-any-address
        return fixed.openStream();
    }
}
