function escape(text) {
  // ruleid: js-double-escape
  const first = text.replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/&/g, "&amp;");
  // ruleid: js-double-escape
  const second = text.replace(/"/g, "&quot;").replace(/&/g, "&amp;");
  // ruleid: js-double-escape
  const third = text.replace(/&amp;/g, "&").replace(/&lt;/g, "<").replace(/&gt;/g, ">");
  // ruleid: js-double-escape
  const fourth = text.replace(/"/g, "\\\"").replace(/\\/g, "\\\\");
  return [first, second, third, fourth];
}
function right(text) {
  // ok: js-double-escape
  const first = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  // ok: js-double-escape
  const second = text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  // ok: js-double-escape
  const third = text.replace(/\\/g, "\\\\").replace(/"/g, "\\\"");
  // ok: js-double-escape
  const fourth = text.replace(/,/g, ";").replace(/&/g, "&amp;");
  return [first, second, third, fourth];
}
