class Plain {
  String change(InputStream style, InputStream in, Result out) throws Exception {
    // ruleid: java-transformer-entities
    TransformerFactory factory = TransformerFactory.newInstance();
    factory.newTransformer(new StreamSource(style)).transform(new StreamSource(in), out);
    return out.toString();
  }
}

class Tidy {
  void tidy(String xml, Result out) throws Exception {
    Source source = new StreamSource(new StringReader(xml));
    // ruleid: java-transformer-entities
    TransformerFactory.newInstance().newTransformer().transform(source, out);
  }
}

class Copy {
  void copy(Reader in, Result out) throws Exception {
    // ruleid: java-transformer-entities
    Transformer same = TransformerFactory.newInstance().newTransformer();
    same.transform(new StreamSource(in), out);
  }
}

class Written {
  void write(Document document, OutputStream out) throws Exception {
    // ok: java-transformer-entities
    Transformer same = TransformerFactory.newInstance().newTransformer();
    same.transform(new DOMSource(document), new StreamResult(out));
  }
}

class Closed {
  void change(InputStream style, Source in, Result out) throws Exception {
    // ok: java-transformer-entities
    TransformerFactory factory = TransformerFactory.newInstance();
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
    factory.newTransformer(new StreamSource(style)).transform(in, out);
  }
}

class Secure {
  void change(InputStream style, Source in, Result out) throws Exception {
    // ok: java-transformer-entities
    TransformerFactory factory = TransformerFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.newTransformer(new StreamSource(style)).transform(in, out);
  }
}

class Own {
  void change(Source in, Result out) throws Exception {
    // ok: java-transformer-entities
    TransformerFactory factory = TransformerFactory.newInstance();
    factory.newTransformer(new StreamSource(Own.class.getResourceAsStream("page.xsl"))).transform(in, out);
  }
}
