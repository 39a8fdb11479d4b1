class Security {
    void configure(HttpSecurity http) throws Exception {
        // ruleid: java-headers-off
        http.headers().disable();
        // ruleid: java-headers-off
        http.headers(headers -> headers.frameOptions(frame -> frame.disable()));
        // ruleid: java-headers-off
        http.headers().contentTypeOptions().disable();
        // ok: java-headers-off
        http.headers(headers -> headers.frameOptions(frame -> frame.sameOrigin()));
        // ok: java-headers-off
        http.headers().frameOptions().deny();
        // ok: java-headers-off
        http.formLogin().disable();
    }
}
