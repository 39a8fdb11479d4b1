class Access {
    void open(HttpSecurity http) throws Exception {
        // ruleid: java-permits-everything
        http.authorizeHttpRequests(all -> all.anyRequest().permitAll());
    }

    void closed(HttpSecurity http) throws Exception {
        // ok: java-permits-everything
        http.authorizeHttpRequests(all -> all.requestMatchers("/login").permitAll().anyRequest().authenticated());
        // ok: java-permits-everything
        http.authorizeHttpRequests(all -> all.anyRequest().denyAll());
    }
}
