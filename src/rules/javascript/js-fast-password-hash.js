const crypto = require("crypto");
const { createHash, pbkdf2Sync } = require("crypto");
const bcrypt = require("bcrypt");

function store(user, password) {
  // ruleid: js-fast-password-hash
  user.hash = crypto.createHash("sha256").update(password).digest("hex");
}

class Accounts {
  check(user, passwd) {
    const hash = createHash("sha512");
    // ruleid: js-fast-password-hash
    hash.update(user.salt + passwd);
    return hash.digest("hex") === user.hash;
  }

  async derive(password, salt) {
    // ruleid: js-fast-password-hash
    return pbkdf2Sync(password, salt, 1000, 64, "sha512");
  }

  weak(password) {
    // ruleid: js-fast-password-hash
    return bcrypt.hashSync(password, 4);
  }
}

function safe(password, salt, document, form) {
  // ok: js-fast-password-hash
  const first = bcrypt.hashSync(password, 12);
  // ok: js-fast-password-hash
  const second = crypto.scryptSync(password, salt, 64);
  // ok: js-fast-password-hash
  const third = crypto.pbkdf2Sync(password, salt, 600_000, 64, "sha512");
  // ok: js-fast-password-hash
  const fourth = crypto.createHash("sha256").update(document).digest("hex");
  // ok: js-fast-password-hash
  form.update(password);
  return [first, second, third, fourth, Accounts];
}

export function keyed(password, salt, body, key) {
  // ruleid: js-fast-password-hash
  const stored = crypto.createHmac("sha1", salt).update(password).digest("hex");
  // ok: js-fast-password-hash
  const signature = crypto.createHmac("sha256", key).update(body).digest("hex");
  // ruleid: js-fast-password-hash
  crypto.createHash("sha256").write(password);
  return [stored, signature];
}
