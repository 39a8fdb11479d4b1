class Security {
    void open(HttpSecurity http) throws Exception {
        // ruleid: java-csrf-off
        http.csrf().disable();
        // ruleid: java-csrf-off
        http.csrf(csrf -> csrf.disable());
        // ruleid: java-csrf-off
        http.csrf(AbstractHttpConfigurer::disable).headers();
    }

    void closed(HttpSecurity http) throws Exception {
        // ok: java-csrf-off
        http.csrf(csrf -> csrf.ignoringRequestMatchers("/hooks/**"));
        // ok: java-csrf-off
        http.csrf(Customizer.withDefaults());
    }
}
