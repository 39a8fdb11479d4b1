import javax.servlet.http.*;

class Cookies {
    void plain(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("SESSION", id);
        // ruleid: java-insecure-cookie
        response.addCookie(cookie);
    }

    void off(Cookie cookie) {
        // ruleid: java-insecure-cookie
        cookie.setSecure(false);
    }

    void careful(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("SESSION", id);
        // ok: java-insecure-cookie
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        // ok: java-insecure-cookie
        response.addCookie(cookie);
    }
}
