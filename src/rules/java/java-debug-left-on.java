// ruleid: java-debug-left-on
@EnableWebSecurity(debug = true)
class Shown {
    void page(WebSecurity web) {
        // ruleid: java-debug-left-on
        WebView.setWebContentsDebuggingEnabled(true);
        // ruleid: java-debug-left-on
        web.debug(true);
    }
}

// ok: java-debug-left-on
@EnableWebSecurity
class Hidden {
    void page(WebSecurity web, Logger log, boolean wanted) {
        // ok: java-debug-left-on
        WebView.setWebContentsDebuggingEnabled(wanted);
        // ok: java-debug-left-on
        log.debug("page");
        // ok: java-debug-left-on
        web.debug(false);
    }
}
