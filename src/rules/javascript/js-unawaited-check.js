const bcrypt = require("bcrypt");
const argon2 = require("argon2");

async function login(user, password) {
  // ruleid: js-unawaited-check
  if (bcrypt.compare(password, user.hash)) {
    return user;
  }
  // ruleid: js-unawaited-check
  if (!argon2.verify(user.hash, password)) throw new Error("refused");
  // ruleid: js-unawaited-check
  if (!user || !bcrypt.compare(password, user.hash)) throw new Error("refused");
  return null;
}

async function fine(user, password) {
  // ok: js-unawaited-check
  if (await bcrypt.compare(password, user.hash)) return user;
  // ok: js-unawaited-check
  if (bcrypt.compareSync(password, user.hash)) return user;
  // ok: js-unawaited-check
  const same = await argon2.verify(user.hash, password);
  if (same) {
    // ok: js-unawaited-check
    return bcrypt.compare(password, user.other);
  }
  return null;
}
