const KEYS = { lang: "Content-Language", cache: "Cache-Control" };

function addLanguage(headers, language) {
  // ruleid: js-header-record
  headers["Content-Language"] = language;
  return headers;
}

function store(kind, value, header) {
  if (!Object.hasOwn(KEYS, kind)) {
    return header;
  }
  // ruleid: js-header-record
  header[KEYS[kind]] = value;
  return header;
}

function withCookie(responseHeaders, cookie) {
  // ruleid: js-header-record
  responseHeaders["Set-Cookie"] = cookie;
  return responseHeaders;
}

function refused(headers, language) {
  if (/[\r\n]/.test(language)) {
    return headers;
  }
  // ok: js-header-record
  headers["Content-Language"] = language;
  return headers;
}

function cleaned(headers, language) {
  // ok: js-header-record
  headers["Content-Language"] = language.replace(/[\r\n]/g, "");
  return headers;
}

function included(headers, language) {
  if (language.includes("\n") || language.includes("\r")) return headers;
  // ok: js-header-record
  headers["Content-Language"] = language;
  return headers;
}

function fixed(headers) {
  // ok: js-header-record
  headers["X-Frame-Options"] = "DENY";
  return headers;
}

function rows(all, value) {
  // ok: js-header-record
  all.name = value;
  return all;
}

module.exports = { addLanguage, store, withCookie, refused, cleaned, included, fixed, rows };
