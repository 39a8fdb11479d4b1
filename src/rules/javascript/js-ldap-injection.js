import ldap from "ldapjs";

export function find(client, name, done) {
  // ruleid: js-ldap-injection
  client.search("dc=shop", { scope: "sub", filter: `(uid=${name})` }, done);
}

class Directory {
  login(user, done) {
    const filter = "(&(uid=" + user + ")(active=1))";
    // ruleid: js-ldap-injection
    this.client.search("dc=shop", { filter }, done);
  }

  async mail(req, done) {
    // ruleid: js-ldap-injection
    this.client.search("dc=shop", { filter: req.query.filter }, done);
  }
}

export function safe(client, name, list, done) {
  // ok: js-ldap-injection
  client.search("dc=shop", { filter: new ldap.EqualityFilter({ attribute: "uid", value: name }) }, done);
  // ok: js-ldap-injection
  client.search("dc=shop", { filter: "(objectClass=person)" }, done);
  // ok: js-ldap-injection
  client.search("dc=shop", { filter: `(uid=${escapeFilter(name)})` }, done);
  // ok: js-ldap-injection
  return list.search(`name ${name}`) || Directory;
}

function escapeFilter(text) {
  return text.replace(/[*()\\]/g, (sign) => "\\" + sign.charCodeAt(0).toString(16));
}
