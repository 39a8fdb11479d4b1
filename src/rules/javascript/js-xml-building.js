const { create } = require("xmlbuilder2");

function order(name) {
  // ruleid: js-xml-building
  return `<?xml version="1.0"?><order><name>${name}</name></order>`;
}

function ask(client, user) {
  // ruleid: js-xml-building
  const body = `<soap:Envelope><soap:Body><user>${user.name}</user></soap:Body></soap:Envelope>`;
  return client.post("/soap", body);
}

function send(client, name) {
  // ruleid: js-xml-building
  return client.post("/orders", "<?xml version='1.0'?><name>" + name + "</name>");
}

function fine(client, name) {
  // ok: js-xml-building
  const fixed = `<?xml version="1.0"?><order/>`;
  // ok: js-xml-building
  const built = create().ele("order").txt(name).end();
  // ok: js-xml-building
  const escaped = `<?xml version="1.0"?><name>${escapeXml(name)}</name>`;
  // ok: js-xml-building
  return client.post("/text", `name: ${name}`);
}
