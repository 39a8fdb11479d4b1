import crypto, { createHmac } from "node:crypto";
import CryptoJS from "crypto-js";

const KEY = "fedcba9876543210fedcba9876543210";

export function seal(nonce: Buffer): crypto.Cipher {
  // ruleid: js-hardcoded-key
  return crypto.createCipheriv("aes-256-cbc", "0123456789abcdef0123456789abcdef", nonce);
}

export class Box {
  async tag(body: string): Promise<string> {
    // ruleid: js-hardcoded-key
    return createHmac("sha256", "made-up").update(body).digest("hex");
  }

  lock(text: string): string {
    // ruleid: js-hardcoded-key
    return CryptoJS.AES.encrypt(text, 'made-up').toString();
  }

  named(nonce: Buffer): crypto.Cipher {
    // ruleid: js-hardcoded-key
    return crypto.createCipheriv("aes-256-cbc", KEY, nonce);
  }
}

export function safe(key: Buffer, nonce: Buffer, body: string): unknown[] {
  // ok: js-hardcoded-key
  const first = crypto.createCipheriv("aes-256-gcm", key, nonce);
  // ok: js-hardcoded-key
  const second = createHmac("sha256", process.env.HOOK_KEY ?? "").update(body);
  // ok: js-hardcoded-key
  const third = crypto.createHash("sha256").update("text");
  return [first, second, third];
}

export function lockBytes(text: string, nonce: Buffer): Buffer {
  const bytes = Buffer.from("00112233445566778899aabbccddeeff", "hex");
  // ruleid: js-hardcoded-key
  const cipher = crypto.createCipheriv("aes-128-gcm", bytes, nonce);
  return cipher.update(text, "utf8");
}

export function lockGiven(text: string, nonce: Buffer): Buffer {
  const bytes = Buffer.from(process.env.KEY ?? "", "hex");
  // ok: js-hardcoded-key
  const cipher = crypto.createCipheriv("aes-128-gcm", bytes, nonce);
  return cipher.update(text, "utf8");
}
