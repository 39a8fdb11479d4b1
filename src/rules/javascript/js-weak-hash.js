const crypto = require("crypto");
const { createHash } = require("node:crypto");
const CryptoJS = require("crypto-js");

function fingerprint(data) {
  // ruleid: js-weak-hash
  return crypto.createHash("md5").update(data).digest("hex");
}

class Signer {
  tag(body) {
    // ruleid: js-weak-hash
    return createHash('sha1').update(body).digest();
  }

  async sign(body, key) {
    // ruleid: js-weak-hash
    return crypto.createSign("RSA-SHA1").update(body).sign(key);
  }
}

// ruleid: js-weak-hash
const digest = (text) => CryptoJS.MD5(text).toString();

function safe(data, table, algorithm) {
  // ok: js-weak-hash
  const strong = crypto.createHash("sha256").update(data).digest("hex");
  // ok: js-weak-hash
  const other = createHash("sha512");
  // ok: js-weak-hash
  const entry = table.createHash("md5");
  // ok: js-weak-hash
  const chosen = crypto.createHash(algorithm);
  return [strong, other, entry, chosen];
}

function cacheKey(parts) {
  // ok: js-weak-hash
  return crypto.createHash("sha1").update(parts.join("\0")).digest("hex");
}

function stored(data) {
  // ok: js-weak-hash
  const etag = crypto.createHash("md5").update(data).digest("base64");
  // ruleid: js-weak-hash
  const signature = crypto.createHash("md5").update(data).digest("hex");
  return [etag, signature];
}
