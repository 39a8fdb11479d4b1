class Pages {
    String greet(String name) {
        // ruleid: java-html-building
        return "<h1>Hello, " + name + "</h1>";
    }

    String escaped(String name) {
        // ok: java-html-building
        return "<h1>Hello, " + HtmlUtils.htmlEscape(name) + "</h1>";
    }

    String plain(String name) {
        // ok: java-html-building
        return "Hello, " + name;
    }
}
