function check(url, host, list, label) {
  // ruleid: js-incomplete-url-check
  if (url.includes("good.example")) return true;
  // ruleid: js-incomplete-url-check
  if (url.indexOf("https://www.good.com") !== -1) return true;
  // ruleid: js-incomplete-url-check
  if (url.startsWith("https://good.com")) return true;
  // ruleid: js-incomplete-url-check
  if (host.endsWith("good.com")) return true;

  // ok: js-incomplete-url-check
  if (url.startsWith("https://good.com/")) return true;
  // ok: js-incomplete-url-check
  if (host.endsWith(".good.com")) return true;
  // ok: js-incomplete-url-check
  if (["good.com", "www.good.com"].includes(host)) return true;
  // ok: js-incomplete-url-check
  if (label.includes("example of use")) return true;
  // ok: js-incomplete-url-check
  return new URL(url).host === "good.com";
}
