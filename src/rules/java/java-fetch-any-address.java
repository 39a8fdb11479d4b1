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

class Asking {
    public Object open(String url) throws Exception {
        URL address = new URL(url);
        if (refused(address.getHost())) throw new SecurityException(url);
        // ok: java-fetch-any-address
        return address.openStream();
    }

    private boolean refused(String name) throws Exception {
        return InetAddress.getByName(name).getHostAddress().startsWith("10.");
    }
}

class Telling {
    public Object open(String url) throws Exception {
        URL address = new URL(url);
        InetAddress host = InetAddress.getByName(address.getHost());
        log.info("fetching from " + host);
        // ruleid: java-fetch-any-address
        return address.openStream();
    }
}
