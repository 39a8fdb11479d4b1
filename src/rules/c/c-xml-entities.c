void cases(int n) {
    // ruleid: c-xml-entities
    xmlReadMemory(data, size, "a.xml", NULL, XML_PARSE_NOENT);
    // ruleid: c-xml-entities
    xmlReadFile(name, NULL, XML_PARSE_NOENT | XML_PARSE_DTDLOAD);
    // ok: c-xml-entities
    xmlReadMemory(data, size, "a.xml", NULL, 0);
    // ok: c-xml-entities
    xmlReadFile(name, NULL, XML_PARSE_NONET);
    // ok: c-xml-entities
    int options = XML_PARSE_NOENT;
}
