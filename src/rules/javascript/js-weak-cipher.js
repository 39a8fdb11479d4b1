import crypto, { createCipheriv as seal } from "crypto";
import CryptoJS from "crypto-js";

export function old(password, text) {
  // ruleid: js-weak-cipher
  const cipher = crypto.createCipher("aes-256-cbc", password);
  return cipher.update(text, "utf8", "hex") + cipher.final("hex");
}

class Box {
  lock(key, iv) {
    // ruleid: js-weak-cipher
    return crypto.createCipheriv("des-ede3-cbc", key, iv);
  }

  async pages(key) {
    // ruleid: js-weak-cipher
    return seal("aes-128-ecb", key, null);
  }
}

// ruleid: js-weak-cipher
export const sealed = CryptoJS.DES.encrypt("text", "key");

export function safe(key, nonce, machine, algorithm) {
  // ok: js-weak-cipher
  const first = crypto.createCipheriv("aes-256-gcm", key, nonce);
  // ok: js-weak-cipher
  const second = seal("chacha20-poly1305", key, nonce);
  // ok: js-weak-cipher
  const third = machine.createCipher("aes");
  // ok: js-weak-cipher
  const fourth = crypto.createCipheriv(algorithm, key, nonce);
  return [first, second, third, fourth, Box];
}
