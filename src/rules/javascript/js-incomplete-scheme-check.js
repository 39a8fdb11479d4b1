function link(url, address) {
  // ruleid: js-incomplete-scheme-check
  if (url.startsWith("javascript:")) return "about:blank";
  // ruleid: js-incomplete-scheme-check
  if (url.trim().toLowerCase().indexOf("javascript:") === 0) return "about:blank";
  // ruleid: js-incomplete-scheme-check
  if (address.protocol === "javascript:") return "about:blank";

  // ok: js-incomplete-scheme-check
  if (url.startsWith("javascript:") || url.startsWith("data:") || url.startsWith("vbscript:")) return "";
  // ok: js-incomplete-scheme-check
  if (address.protocol === "https:" || address.protocol === "mailto:") return url;
  // ok: js-incomplete-scheme-check
  if (/^https?:/.test(url)) return url;
  return "";
}

function pictures(url, text) {
  // ok: js-incomplete-scheme-check
  if (url.protocol === "data:") return decode(url);
  // ok: js-incomplete-scheme-check
  return text.startsWith("data:") ? decode(text) : text;
}
