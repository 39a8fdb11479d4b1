import java.sql.DriverManager;

class Client {
    // ruleid: java-hard-coded-secret
    private static final String ACCESS_KEY_SECRET = "wJalrXUtnFEMI7K9";
    // ruleid: java-hard-coded-secret
    private final String key = "AKIAQWERTYUIOPASDF12";
    // ok: java-hard-coded-secret
    private static final String PASSWORD_HEADER = "X-Password";
    // ok: java-hard-coded-secret
    private String password = System.getenv("DB_PASSWORD");
    // ok: java-hard-coded-secret
    private static final String PASSWORD = "db.password";
    private final String secret;

    Client(String url) throws Exception {
        // ruleid: java-hard-coded-secret
        this.secret = "hunter2-hunter2";
        // ruleid: java-hard-coded-secret
        DriverManager.getConnection(url, "app", "s3cret!");
        // ok: java-hard-coded-secret
        DriverManager.getConnection(url, "app", System.getenv("DB_PASSWORD"));
    }
}
