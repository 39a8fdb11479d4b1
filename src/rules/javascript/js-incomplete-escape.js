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
