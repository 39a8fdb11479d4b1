import DOMPurify from "dompurify";

export function strip(text) {
  // ruleid: js-html-filter-regex
  const plain = text.replace(/<script[^>]*>.*?<\/script>/gi, "");
  // ruleid: js-html-filter-regex
  return plain.replace(/<!--[\s\S]*?-->/g, '');
}

class Cleaner {
  async handlers(markup) {
    // ruleid: js-html-filter-regex
    return markup.replace(/ on\w+="[^"]*"/g, "");
  }
}

export const safe = (text, path) => {
  // ok: js-html-filter-regex
  const digits = text.replace(/[^0-9]/g, "");
  // ok: js-html-filter-regex
  const name = path.replace(/scripts?\//g, "");
  // ok: js-html-filter-regex
  const marked = text.replace(/<script>/g, "&lt;script&gt;");
  // ok: js-html-filter-regex
  return [DOMPurify.sanitize(text), digits, name, marked];
};

export function kept(text) {
  const script = /<script[^>]*>.*<\/script>/gi;
  // ruleid: js-html-filter-regex
  const once = text.replace(script, "");
  while (/<!--|-->/g.test(text)) {
    // ok: js-html-filter-regex
    text = text.replace(/<!--|-->/g, "");
  }
  return once + text;
}
