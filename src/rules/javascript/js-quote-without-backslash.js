export function quote(text) {
  // ruleid: js-quote-without-backslash
  return "'" + text.replace(/'/g, "\\'") + "'";
}

class Query {
  literal(value) {
    // ruleid: js-quote-without-backslash
    return `"${value.replace(/"/g, '\\"')}"`;
  }
}

// ruleid: js-quote-without-backslash
export const both = (text) => text.replace(/['"]/g, "\\$&");

export function safe(text) {
  // ok: js-quote-without-backslash
  const first = text.replace(/\\/g, "\\\\").replace(/'/g, "\\'");
  // ok: js-quote-without-backslash
  const second = text.replace(/["'\\]/g, "\\$&");
  // ok: js-quote-without-backslash
  const third = text.replace(/'/g, "&#39;");
  // ok: js-quote-without-backslash
  return [first, second, third, JSON.stringify(text)];
}

// ok: js-quote-without-backslash
export const shell = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

// ruleid: js-quote-without-backslash
export const grouped = (text) => text.replace(/(['"])/g, "\\$1");

// ok: js-quote-without-backslash
export const literal = (text) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
