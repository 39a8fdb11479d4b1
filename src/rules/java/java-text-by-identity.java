class Roles {
    boolean admin(String role, HttpServletRequest request) {
        // ruleid: java-text-by-identity
        if (role == "admin") return true;
        // ruleid: java-text-by-identity
        if ("blocked" != role) return true;
        // ruleid: java-text-by-identity
        return request.getParameter("role") == role;
    }

    boolean careful(String role, HttpServletRequest request, char sign, int code) {
        // ok: java-text-by-identity
        if ("admin".equals(role)) return true;
        // ok: java-text-by-identity
        if (request.getHeader("X-Role") == null) return false;
        // ok: java-text-by-identity
        if (sign == 'a') return true;
        // ok: java-text-by-identity
        return code == 3;
    }
}
