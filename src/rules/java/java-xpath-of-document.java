class Metrics {
    Object ask(XPath xpath, String expression, String xml) throws Exception {
        InputSource source = new InputSource(new StringReader(xml));
        // ruleid: java-xpath-of-document
        Object one = xpath.evaluate(expression, source);
        // ruleid: java-xpath-of-document
        return xpath.evaluate(expression, new InputSource(new StringReader(xml)));
    }

    Object careful(XPath xpath, String expression, Document document) throws Exception {
        // ok: java-xpath-of-document
        Object one = xpath.evaluate(expression, document);
        // ok: java-xpath-of-document
        return xpath.evaluate(expression, document, XPathConstants.STRING);
    }
}
