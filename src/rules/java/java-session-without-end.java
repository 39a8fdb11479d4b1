class Login {
    void keep(HttpSession session) {
        // ruleid: java-session-without-end
        session.setMaxInactiveInterval(-1);
        // ruleid: java-session-without-end
        session.setMaxInactiveInterval(0);
        // ruleid: java-session-without-end
        request.getSession().setMaxInactiveInterval(-100);
        // ok: java-session-without-end
        session.setMaxInactiveInterval(900);
        // ok: java-session-without-end
        session.setMaxInactiveInterval(configured());
        // ok: java-session-without-end
        connection.setMaxIdle(-1);
    }
}
