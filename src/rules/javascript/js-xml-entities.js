const libxmljs = require("libxmljs");
const xml = require("libxmljs2");
const { parseXml } = require("libxmljs");

function order(text) {
  // ruleid: js-xml-entities
  return libxmljs.parseXml(text, { noent: true });
}

class Importer {
  async load(text) {
    // ruleid: js-xml-entities
    return xml.parseXml(text, { nonet: true, noent: true });
  }

  other(text) {
    // ruleid: js-xml-entities
    return parseXml(text, { replaceEntities: true });
  }
}

function safe(text, documents) {
  // ok: js-xml-entities
  const first = libxmljs.parseXml(text);
  // ok: js-xml-entities
  const second = libxmljs.parseXml(text, { noent: false, nonet: true });
  // ok: js-xml-entities
  const third = documents.parseXml(text, { noent: true });
  return [first, second, third, order, Importer];
}
