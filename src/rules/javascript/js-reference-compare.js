const crypto = require("crypto");

function verify(body, signature, key) {
  // ruleid: js-reference-compare
  if (crypto.createHmac("sha256", key).update(body).digest() === signature) return true;
  // ruleid: js-reference-compare
  if (Buffer.from(signature, "hex") !== expected) return false;
  // ruleid: js-reference-compare
  return crypto.scryptSync(body, "salt", 32) === signature;
}

// ruleid: js-reference-compare
const empty = (list) => list === [];

function fine(body, signature, key, a, b) {
  // ok: js-reference-compare
  if (crypto.createHmac("sha256", key).update(body).digest("hex") === signature) return true;
  // ok: js-reference-compare
  if (new Date(a).getTime() === new Date(b).getTime()) return true;
  // ok: js-reference-compare
  if (+new Date(a) === +new Date(b)) return true;
  // ok: js-reference-compare
  if (Buffer.from(a).equals(b)) return true;
  // ok: js-reference-compare
  return Buffer.from(a).length === b;
}

// ok: js-reference-compare
const isArray = {}.toString.call(value) === "[object Array]";
// ok: js-reference-compare
const isDate = "[object Date]" === toString.call(value);
