import javax.xml.parsers.DocumentBuilderFactory;

class Reading {
    Object open(java.io.InputStream in) throws Exception {
        // ruleid: java-xml-entities
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder().parse(in);
    }
}

class Careful {
    Object open(java.io.InputStream in) throws Exception {
        // ok: java-xml-entities
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(in);
    }

    Object stream(java.io.Reader in) throws Exception {
        // ok: java-xml-entities
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        return factory.createXMLStreamReader(in);
    }
}

class Both {
    Document open(InputStream in) throws Exception {
        // ruleid: java-xml-entities
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder().parse(in);
    }

    Document closed(InputStream in) throws Exception {
        // ok: java-xml-entities
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(in);
    }

    Document helped(InputStream in) throws Exception {
        // ok: java-xml-entities
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        harden(factory);
        return factory.newDocumentBuilder().parse(in);
    }
}
