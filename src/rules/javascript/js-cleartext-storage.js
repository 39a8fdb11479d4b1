const fs = require("fs");

export function keep(res, user, password, options) {
  // ruleid: js-cleartext-storage
  localStorage.setItem("password", password);
  // ruleid: js-cleartext-storage
  res.cookie("password", user.password);
  // ruleid: js-cleartext-storage
  fs.writeFileSync("user.txt", `${user.name}:${user.password}`);
  // ruleid: js-cleartext-storage
  document.cookie = "pw=" + password;

  // ok: js-cleartext-storage
  localStorage.setItem("theme", options.theme);
  // ok: js-cleartext-storage
  res.cookie("password", hash(password));
  // ok: js-cleartext-storage
  fs.writeFileSync("user.txt", user.passwordHash);
  // ok: js-cleartext-storage
  localStorage.setItem("hint", user.passwordHint);
}
