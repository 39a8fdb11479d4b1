const crypto = require("crypto");
const bcrypt = require("bcrypt");

function withdraw(expected, given, account) {
  // ruleid: js-ignored-check
  crypto.timingSafeEqual(expected, given);
  account.balance -= 1;
}

function login(user, password) {
  // ruleid: js-ignored-check
  bcrypt.compareSync(password, user.hash);
  return user;
}

async function remove(user, post) {
  // ruleid: js-ignored-check
  await hasPermission(user, post);
  await post.remove();
}

function fine(expected, given, user, password) {
  // ok: js-ignored-check
  if (!crypto.timingSafeEqual(expected, given)) throw new Error("refused");
  // ok: js-ignored-check
  const same = bcrypt.compareSync(password, user.hash);
  // ok: js-ignored-check
  requireAdmin(user);
  // ok: js-ignored-check
  return same && isAllowed(user);
}

// ok: js-ignored-check
const open = (user) => isAdmin(user);
// ok: js-ignored-check
app.use(checkAdmin);
// ok: js-ignored-check
user.isAdmin && remove();
