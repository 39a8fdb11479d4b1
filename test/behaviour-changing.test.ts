import { describe, expect, it } from "vitest";
import type { CheckAnswer } from "#ports/check.ts";
import { compareTexts, said } from "./behaviour-setup.ts";

const HASHES = `import hashlib, hmac, os


def hash_password(password):
    salt = b"pepper-pepper-16"
    return salt + hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1000)


def verify_password(password, stored):
    salt = stored[:16]
    return hmac.compare_digest(stored[16:], hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1000))


def check_name(name, other):
    return name == other
`;

const SEALS = `const crypto = require("node:crypto");
const KEY = Buffer.alloc(16, 7);

function encryptText(text) {
  const iv = Buffer.alloc(16);
  const cipher = crypto.createCipheriv("aes-128-cbc", KEY, iv);
  return iv.toString("hex") + cipher.update(text, "utf8", "hex") + cipher.final("hex");
}

function decryptText(sealed) {
  const iv = Buffer.from(sealed.slice(0, 32), "hex");
  const cipher = crypto.createDecipheriv("aes-128-cbc", KEY, iv);
  return cipher.update(sealed.slice(32), "hex", "utf8") + cipher.final("utf8");
}

module.exports = { encryptText, decryptText };
process.exit(0);
`;

const python = (from: string, to: string, cwe = "CWE-760"): Promise<CheckAnswer> =>
  compareTexts({ path: "app.py", cwe, before: HASHES, after: HASHES.replace(from, () => to) });
const javascript = (from: string, to: string): Promise<CheckAnswer> =>
  compareTexts({ path: "app.cjs", cwe: "CWE-329", before: SEALS, after: SEALS.replace(from, () => to) });

describe("a repair that has to change values is not held against them", () => {
  it("a salt of its own, which the verifying function takes", async () => {
    const answer = await python('b"pepper-pepper-16"', "os.urandom(16)");

    expect(said(answer)).toBe("inconclusive: stated-change");
    expect(answer.detail).toMatch(/have to change values.*verify_password takes what hash_password makes as before/);
  });

  it("a vector of its own, which the decrypting function takes", async () => {
    const answer = await javascript("const iv = Buffer.alloc(16)", "const iv = crypto.randomBytes(16)");

    expect(said(answer)).toBe("inconclusive: stated-change");
    expect(answer.detail).toMatch(/decryptText takes what encryptText makes as before/);
  });
});

describe("what else changes is", () => {
  it("a salt that is lost, so that nothing can be verified", async () => {
    const lost = await python(
      'salt = b"pepper-pepper-16"\n    return salt +',
      'salt = os.urandom(16)\n    return b"pepper-pepper-16" +',
    );
    expect(said(lost)).toBe("fail: behaviour-differs");
    expect(lost.detail).toMatch(
      /^verify_password no longer takes what hash_password\(password=.*\) gives: it True before, False now/,
    );
  });

  it("another type of the result", async () => {
    const answer = await python(
      'return salt + hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1000)\n\n\ndef v',
      'salt = os.urandom(16)\n    return (salt + hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1000)).hex()\n\n\ndef v',
    );

    expect(said(answer)).toBe("fail: behaviour-differs");
  });

  it("the same of a weakness that asks for no other values", async () => {
    expect(said(await python('b"pepper-pepper-16"', "os.urandom(16)", "CWE-22"))).toBe("fail: behaviour-differs");
  });
});
