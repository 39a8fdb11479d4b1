const xpath = require("xpath");
const { select } = require("xpath");

function find(document, name) {
  // ruleid: js-xpath-injection
  return xpath.select("//user[@name='" + name + "']", document);
}

class Users {
  login(user, password) {
    const query = `//user[name='${user}' and password='${password}']`;
    // ruleid: js-xpath-injection
    return select(query, this.document);
  }

  async other(req) {
    // ruleid: js-xpath-injection
    return xpath.select1(req.query.path, this.document);
  }
}

function safe(document, name, index, list) {
  // ok: js-xpath-injection
  const first = xpath.parse("//user[@name=$name]").select({ node: document, variables: { name } });
  // ok: js-xpath-injection
  const second = xpath.select("//user[@active='1']", document);
  // ok: js-xpath-injection
  const third = list.select(`user ${name}`);
  // ok: js-xpath-injection
  const fourth = xpath.select(`//user[${Number(index)}]`, document);
  return [first, second, third, fourth, find, Users];
}
