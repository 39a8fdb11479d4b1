class Directory {
    void bind(Hashtable<String, String> environment, Properties properties) {
        // ruleid: java-ldap-without-password
        environment.put(Context.SECURITY_AUTHENTICATION, "none");
        // ruleid: java-ldap-without-password
        environment.put("java.naming.security.authentication", "none");
        // ruleid: java-ldap-without-password
        properties.setProperty(Context.SECURITY_AUTHENTICATION, "none");
        // ok: java-ldap-without-password
        environment.put(Context.SECURITY_AUTHENTICATION, "simple");
        // ok: java-ldap-without-password
        environment.put(Context.SECURITY_AUTHENTICATION, mechanism());
        // ok: java-ldap-without-password
        environment.put("cache", "none");
    }
}
