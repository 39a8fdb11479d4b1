import crypto from "node:crypto";

export function digit() {
  // ruleid: js-biased-random
  return crypto.randomBytes(1)[0] % 10;
}

class Codes {
  make(length) {
    const bytes = crypto.randomBytes(length);
    // ruleid: js-biased-random
    return Math.floor(bytes[0] / 25.6);
  }
}

export function safe(index) {
  // ok: js-biased-random
  const first = crypto.randomInt(10);
  // ok: js-biased-random
  const second = crypto.randomBytes(1)[0] % 16;
  // ok: js-biased-random
  return [first, second, index % 10, crypto.randomBytes(16).toString("hex")];
}

function checked() {
  const digits = [];
  for (const byte of crypto.randomBytes(16)) {
    if (byte < 250) {
      // ok: js-biased-random
      digits.push(byte % 10);
    }
  }
  return digits;
}
module.exports.checked = checked;
