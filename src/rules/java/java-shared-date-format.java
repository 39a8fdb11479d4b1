import java.text.SimpleDateFormat;

class Dates {
    // ruleid: java-shared-date-format
    private static final SimpleDateFormat FORMAT = new SimpleDateFormat("yyyy-MM-dd");
    // ok: java-shared-date-format
    private static final DateTimeFormatter SAFE = DateTimeFormatter.ISO_DATE;

    String now() {
        // ok: java-shared-date-format
        SimpleDateFormat own = new SimpleDateFormat("yyyy");
        return own.format(new java.util.Date());
    }
}
