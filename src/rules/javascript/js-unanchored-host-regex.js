export function good(url, text) {
  // ruleid: js-unanchored-host-regex
  if (/https?:\/\/good\.com/.test(url)) return true;
  // ruleid: js-unanchored-host-regex
  if (url.match(/https:\/\/www\.good\.com\//)) return true;
  // ruleid: js-unanchored-host-regex
  if (/^good\.com|better\.com/.test(url)) return true;

  // ok: js-unanchored-host-regex
  if (/^https?:\/\/good\.com\//.test(url)) return true;
  // ok: js-unanchored-host-regex
  if (/^(good\.com|better\.com)$/.test(url)) return true;
  // ok: js-unanchored-host-regex
  if (/first|second/.test(text)) return true;
  // ok: js-unanchored-host-regex
  return text.match(/a\.b/);
}
