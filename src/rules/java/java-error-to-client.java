class Errors {
    Object handle(HttpServletResponse response, Exception error) throws Exception {
        // ruleid: java-error-to-client
        error.printStackTrace(response.getWriter());
        // ruleid: java-error-to-client
        response.sendError(500, error.getMessage());
        // ruleid: java-error-to-client
        return ResponseEntity.status(500).body("failed: " + error.getMessage());
    }

    Object careful(HttpServletResponse response, Exception error) throws Exception {
        log.error("failed", error);
        // ok: java-error-to-client
        response.sendError(500, "something went wrong");
        // ok: java-error-to-client
        return ResponseEntity.status(500).body("something went wrong");
    }
}
