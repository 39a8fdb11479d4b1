class Sessions {
    void keep(HttpServletRequest request, HttpSession session) {
        // ruleid: java-trust-boundary
        session.setAttribute("role", request.getParameter("role"));
        // ruleid: java-trust-boundary
        request.getSession().setAttribute("user", request.getParameter("user"));
        // ok: java-trust-boundary
        session.setAttribute("user", accounts.find(request.getParameter("user")));
        // ok: java-trust-boundary
        request.setAttribute("name", request.getParameter("name"));
    }
}
