export function attribute(name) {
  // ruleid: js-partial-html-escape
  return '<input value="' + name.replace(/[<>]/g, "") + '">';
}

class Row {
  cell(text) {
    // ruleid: js-partial-html-escape
    return text.trim().replace(/<|>/g, '');
  }
}

export const safe = (text) => {
  // ok: js-partial-html-escape
  const first = text.replace(/[<>"'&]/g, "");
  // ok: js-partial-html-escape
  const second = text.replace(/[<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  // ok: js-partial-html-escape
  return [first, second, text.replace(/[<]/, "less ")];
};

// ok: js-partial-html-escape
export const words = (text) => text.replace(/[<>]/g, "").replace(/[^a-z]/g, "");

// ruleid: js-partial-html-escape
export const chained = (text) => text.replace(/</g, "").replace(/>/g, "");

export function quoted(text) {
  // ruleid: js-partial-html-escape
  const double = '<b title="' + text.replace(/[<>&']/g, "") + '">';
  // ruleid: js-partial-html-escape
  const single = "<b title='" + text.replace(/[<>&"]/g, "") + "'>";
  // ok: js-partial-html-escape
  return double + single + '<b title="' + text.replace(/[<>&"]/g, "") + '">';
}

export function oneQuote(text) {
  // ruleid: js-partial-html-escape
  const double = text.replace(/[<>"]/g, "");
  // ruleid: js-partial-html-escape
  const escaped = text.replace(/[\<\>]/gi, "");
  // ok: js-partial-html-escape
  return double + escaped + text.replace(/[<>"'&]/g, "");
}
