export function allowed(url) {
  // ruleid: js-incomplete-host-regex
  if (/^https?:\/\/www.example.com\//.test(url)) return true;
  // ruleid: js-incomplete-host-regex
  return url.match(/^https:\/\/(api|beta).example.org$/) !== null;
}

export function safe(url, text) {
  // ok: js-incomplete-host-regex
  if (/^https:\/\/www\.example\.com\//.test(url)) return true;
  // ok: js-incomplete-host-regex
  if (/\w+@\w+\.com/.test(text)) return true;
  // ok: js-incomplete-host-regex
  return new URL(url).hostname === "www.example.com";
}
