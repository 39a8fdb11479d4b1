class Mails {
    void send(Properties properties, Email mail) {
        // ruleid: java-mail-any-server
        properties.put("mail.smtp.ssl.checkserveridentity", "false");
        // ruleid: java-mail-any-server
        properties.setProperty("mail.smtp.ssl.trust", "*");
        // ruleid: java-mail-any-server
        mail.setSSLCheckServerIdentity(false);
        // ok: java-mail-any-server
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        // ok: java-mail-any-server
        properties.setProperty("mail.smtp.ssl.trust", "mail.example");
        // ok: java-mail-any-server
        mail.setSSLCheckServerIdentity(true);
    }
}
