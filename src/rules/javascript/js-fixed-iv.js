import crypto from "node:crypto";
import { createCipheriv } from "node:crypto";

export function seal(key, text) {
  // ruleid: js-fixed-iv
  const cipher = crypto.createCipheriv("aes-256-cbc", key, "0123456789abcdef");
  return cipher.update(text);
}

class Box {
  lock(key) {
    // ruleid: js-fixed-iv
    return createCipheriv("aes-256-gcm", key, Buffer.alloc(12, 0));
  }

  async later(key) {
    const iv = Buffer.from("00000000000000000000000000000000", "hex");
    // ruleid: js-fixed-iv
    return crypto.createCipheriv("aes-128-cbc", key, iv);
  }
}

export function safe(key, stored) {
  // ok: js-fixed-iv
  const first = crypto.createCipheriv("aes-256-gcm", key, crypto.randomBytes(12));
  const iv = crypto.randomBytes(16);
  // ok: js-fixed-iv
  const second = crypto.createCipheriv("aes-256-cbc", key, iv);
  // ok: js-fixed-iv
  const third = createCipheriv("aes-256-cbc", key, Buffer.from(stored.iv, "hex"));
  return [first, second, third, Box];
}
