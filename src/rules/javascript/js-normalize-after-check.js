const escapeHtml = require("escape-html");

function page(name) {
  // ruleid: js-normalize-after-check
  return escapeHtml(name).normalize("NFKC");
}

function later(name) {
  const safe = escapeHtml(name);
  // ruleid: js-normalize-after-check
  return "<p>" + safe.normalize("NFKC") + "</p>";
}

function refused(path) {
  if (path.includes("../")) throw new Error("refused");
  // ruleid: js-normalize-after-check
  return fs.readFileSync(path.normalize("NFKD"));
}

function fine(name, path) {
  // ok: js-normalize-after-check
  const text = escapeHtml(name.normalize("NFKC"));
  // ok: js-normalize-after-check
  const same = escapeHtml(name).normalize("NFC");
  const plain = name.normalize("NFKC");
  if (plain.includes("../")) throw new Error("refused");
  // ok: js-normalize-after-check
  return name.trim().normalize("NFKC");
}
