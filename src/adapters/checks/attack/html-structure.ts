/**
 * True when a browser that reads the text as HTML would make an element, an attribute, or a script's address of an attacker's word. A tokenizer
 * of tags, attributes, comments and raw text after the HTML standard (13.2.5), without its error recovery.
 */
export function makesActive(html: string, mark: string): boolean {
  const word = mark.toLowerCase();
  const text = html.slice(0, 40_000);
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf("<", at);
    if (open < 0) return false;
    if (text.startsWith("<!--", open)) {
      const close = text.indexOf("-->", open + 4);
      if (close < 0) return false;
      at = close + 3;
      continue;
    }
    if (!/[a-zA-Z]/.test(text[open + 1] ?? "")) {
      at = open + 1;
      continue;
    }
    const tag = readTag(text, open + 1);
    if (tag.name.includes(word)) return true;
    for (const [name, value] of tag.attributes) {
      if (name.includes(word)) return true;
      const address = value.replaceAll(/\s/g, "").toLowerCase();
      if (/^(?:href|src|action|formaction)$/.test(name) && address.startsWith(`javascript:${word}`)) return true;
      if (name.startsWith("on") && value.toLowerCase().includes(word)) return !isQuotedText(value, word);
    }
    at = tag.end;
    if (/^(?:script|style|textarea|title)$/.test(tag.name)) {
      const close = text.toLowerCase().indexOf(`</${tag.name}`, at);
      at = close < 0 ? text.length : close;
    }
  }
  return false;
}

/** Inside a script's own text literal a word does nothing. */
function isQuotedText(script: string, word: string): boolean {
  return new RegExp(`(["'])[^"'<>]*${word}[^"'<>]*\\1`, "i").test(script);
}

function readTag(text: string, start: number): { name: string; attributes: [string, string][]; end: number } {
  let at = start;
  while (at < text.length && !/[\s/>]/.test(text[at] as string)) at++;
  const name = text.slice(start, at).toLowerCase();
  const attributes: [string, string][] = [];
  while (at < text.length && text[at] !== ">") {
    if (/[\s/]/.test(text[at] as string)) {
      at++;
      continue;
    }
    const from = at++;
    while (at < text.length && !/[\s/>=]/.test(text[at] as string)) at++;
    const attribute = text.slice(from, at).toLowerCase();
    while (at < text.length && /\s/.test(text[at] as string)) at++;
    let value = "";
    if (text[at] === "=") {
      at++;
      while (at < text.length && /\s/.test(text[at] as string)) at++;
      const quote = text[at] === '"' || text[at] === "'" ? (text[at] as string) : "";
      const begin = quote === "" ? at : at + 1;
      at = begin;
      while (at < text.length && (quote === "" ? !/[\s>]/.test(text[at] as string) : text[at] !== quote)) at++;
      value = text.slice(begin, at);
      if (quote !== "") at++;
    }
    attributes.push([attribute, value]);
  }
  return { name, attributes, end: Math.min(at + 1, text.length) };
}
