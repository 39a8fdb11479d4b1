export function escape(text) {
  // ruleid: js-incomplete-escape
  return text.replace("<", "&lt;");
}

class Query {
  async quote(value) {
    // ruleid: js-incomplete-escape
    return "'" + value.replace("'", "''") + "'";
  }

  file(name) {
    // ruleid: js-incomplete-escape
    this.name = name.replace("../", "");
  }
}

export function safe(text) {
  // ok: js-incomplete-escape
  const first = text.replaceAll("<", "&lt;");
  // ok: js-incomplete-escape
  const second = text.replace(/</g, "&lt;");
  // ok: js-incomplete-escape
  const third = text.replace("name", "world");
  return [first, second, third, Query];
}

export function again(text, path) {
  const quote = /'/;
  // ruleid: js-incomplete-escape
  const once = text.replace(quote, "");
  // ruleid: js-incomplete-escape
  const slash = path.replace("/", "%2F");
  // ok: js-incomplete-escape
  while (text.includes("'")) text = text.replace("'", "");
  while (path.includes("../")) {
    // ok: js-incomplete-escape
    path = path.replace("../", "");
  }
  // ok: js-incomplete-escape
  const both = text.replace('"', "").replace('"', "");
  return [once, slash, both];
}
