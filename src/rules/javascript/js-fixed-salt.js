const crypto = require("crypto");

function storedHash(password) {
  // ruleid: js-fixed-salt
  return crypto.pbkdf2Sync(password, "pepper-and-salt", 600000, 32, "sha256");
}

function hashAll(passwords) {
  return passwords.map((password) => {
    const salt = Buffer.from("00ff00ff00ff00ff", "hex");
    // ruleid: js-fixed-salt
    return [crypto.scryptSync(password, salt, 32), salt];
  });
}

function hashByName(name, password, done) {
  const salt = crypto.createHash("sha256").update(name).digest();
  // ruleid: js-fixed-salt
  crypto.pbkdf2(password, salt, 600000, 32, "sha256", done);
}

function fresh(password) {
  const salt = crypto.randomBytes(16);
  // ok: js-fixed-salt
  return [crypto.scryptSync(password, salt, 32), salt];
}

function again(password, stored) {
  // ok: js-fixed-salt
  return crypto.pbkdf2Sync(password, stored.salt, 600000, 32, "sha256");
}

function passed(password, salt) {
  // ok: js-fixed-salt
  return crypto.scryptSync(password, Buffer.from(salt, "hex"), 32);
}
