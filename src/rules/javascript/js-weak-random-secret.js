import crypto, { randomBytes } from "node:crypto";

// ruleid: js-weak-random-secret
const token = Math.random().toString(36).slice(2);

function generatePassword(length) {
  const letters = "abcdefghijkmnopqrstuvwxyz";
  let out = "";
  for (let i = 0; i < length; i += 1) {
    // ruleid: js-weak-random-secret
    out += letters[Math.floor(Math.random() * letters.length)];
  }
  return out;
}

const makeSessionId = () => {
  // ruleid: js-weak-random-secret
  return `${Date.now()}-${Math.random()}`;
};

class Account {
  async reset() {
    // ruleid: js-weak-random-secret
    this.resetToken = String(Math.random());
    // ruleid: js-weak-random-secret
    return { otp: Math.floor(100000 + Math.random() * 900000), expires: Date.now() };
  }
}

class Codes {
  async newOtp() {
    const base = 100000;
    // ruleid: js-weak-random-secret
    return base + Math.floor(Math.random() * 900000);
  }

  wait() {
    // ok: js-weak-random-secret
    return Math.random() * 1000;
  }
}

// ok: js-weak-random-secret
const safeToken = crypto.randomBytes(32).toString("hex");
// ok: js-weak-random-secret
const sessionId = crypto.randomUUID();
// ok: js-weak-random-secret
const otp = crypto.randomInt(100000, 1000000);
// ok: js-weak-random-secret
const delay = Math.random() * 1000;

function pick(colours) {
  // ok: js-weak-random-secret
  return colours[Math.floor(Math.random() * colours.length)];
}

export { Account, Codes, delay, generatePassword, makeSessionId, otp, pick, randomBytes, safeToken, sessionId, token };

export function unique() {
  return "xxxxxxxx-xxxx-4xxx".replace(/x/g, () => {
    // ruleid: js-weak-random-secret
    const digit = (Math.random() * 16) | 0;
    return digit.toString(16);
  });
}

export function thrown() {
  // ok: js-weak-random-secret
  return Math.floor(Math.random() * 6) + 1;
}

function letters(signs, random) {
  let resetToken = "";
  // ruleid: js-weak-random-secret
  for (let at = 0; at < 20; at++) resetToken += signs[Math.floor(Math.random() * signs.length)];
  let colours = "";
  // ok: js-weak-random-secret
  for (let at = 0; at < 20; at++) colours += signs[Math.floor(Math.random() * signs.length)];
  // ok: js-weak-random-secret
  for (let at = 0; at < 20; at++) resetToken += signs[random(signs.length)];
  return resetToken + colours;
}
