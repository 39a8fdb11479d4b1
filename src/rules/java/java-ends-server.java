class Orders extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        if (request.getParameter("id") == null) {
            // ruleid: java-ends-server
            System.exit(1);
        }
    }

    void stop() {
        // ruleid: java-ends-server
        Runtime.getRuntime().halt(2);
    }
}

@RestController
class Admin {
    @PostMapping("/stop")
    void stop() {
        // ruleid: java-ends-server
        System.exit(0);
    }
}

class Tool {
    public static void main(String[] args) {
        // ok: java-ends-server
        if (args.length == 0) System.exit(2);
    }

    void finish() {
        // ok: java-ends-server
        Runtime.getRuntime().exit(0);
    }

    void answer(HttpServletResponse response) throws IOException {
        // ok: java-ends-server
        response.sendError(400);
    }
}
