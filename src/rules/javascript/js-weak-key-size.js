import crypto from "node:crypto";
import { generateKeyPair, generateKeyPairSync as pair } from "node:crypto";

export function make() {
  // ruleid: js-weak-key-size
  return crypto.generateKeyPairSync("rsa", { modulusLength: 1024 });
}

class Keys {
  other(done) {
    // ruleid: js-weak-key-size
    generateKeyPair("rsa", { publicExponent: 65537, modulusLength: 512 }, done);
  }

  async dsa() {
    // ruleid: js-weak-key-size
    return pair("dsa", { modulusLength: 1024, divisorLength: 160 });
  }
}

export function safe(bits, garden) {
  // ok: js-weak-key-size
  const first = crypto.generateKeyPairSync("rsa", { modulusLength: 3072 });
  // ok: js-weak-key-size
  const second = crypto.generateKeyPairSync("ed25519");
  // ok: js-weak-key-size
  const third = pair("rsa", { modulusLength: bits });
  // ok: js-weak-key-size
  const fourth = garden.generateKeyPair("rsa", { modulusLength: 512 });
  return [first, second, third, fourth, Keys];
}
