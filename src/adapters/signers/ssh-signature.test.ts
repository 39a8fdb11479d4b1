import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sshFingerprint, verifySshSignature } from "./ssh-signature.ts";

/** Made with OpenSSH's ssh-keygen; the key was thrown away. */
const KEY = readFileSync("fixtures/signatures/key.pub", "utf8");
const SIGNATURE = readFileSync("fixtures/signatures/message.sig", "utf8");
const MESSAGE = Buffer.from("approve me\n");

describe("a signature of ssh-keygen", () => {
  test("holds for its key, message and namespace, and no other", () => {
    expect(verifySshSignature(KEY, "assay-approval", MESSAGE, SIGNATURE)).toBe(true);
    expect(verifySshSignature(KEY, "git", MESSAGE, SIGNATURE)).toBe(false);
    expect(verifySshSignature(KEY, "assay-approval", Buffer.from("approve me"), SIGNATURE)).toBe(false);
  });

  test("changed in any character of its body does not hold, and nothing throws", () => {
    const body = SIGNATURE.split("\n").slice(1, -2).join("\n");
    for (let at = 0; at < body.length; at++) {
      if (body[at] === "\n" || body[at] === "=") continue;
      const other = body[at] === "A" ? "B" : "A";
      const changed = SIGNATURE.replace(body, body.slice(0, at) + other + body.slice(at + 1));
      // The last character of base64 may hold unused bits.
      const same = Buffer.from(changed.split("\n").slice(1, -2).join(""), "base64").equals(Buffer.from(body, "base64"));
      expect(verifySshSignature(KEY, "assay-approval", MESSAGE, changed), `character ${at}`).toBe(same);
    }
  });

  test.each(["", "ssh-ed25519", "ssh-rsa AAAAB3NzaC1yc2E", "ssh-ed25519 AAAA", "ssh-ed25519 !!!!"])(
    "does not hold for the key %j",
    (key) => {
      expect(verifySshSignature(key, "assay-approval", MESSAGE, SIGNATURE)).toBe(false);
      expect(sshFingerprint(key)).toBeUndefined();
    },
  );

  test.each(["", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n", SIGNATURE.slice(0, 80)])(
    "is not %j",
    (armored) => {
      expect(verifySshSignature(KEY, "assay-approval", MESSAGE, armored)).toBe(false);
    },
  );
});

if (existsSync("/usr/bin/ssh-keygen"))
  describe("with the real program", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "assay-ssh-"));
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "someone", "-f", join(folder, "key")]);
      writeFileSync(join(folder, "message"), MESSAGE);
      execFileSync(
        "ssh-keygen",
        ["-q", "-Y", "sign", "-n", "assay-approval", "-f", join(folder, "key"), join(folder, "message")],
        {
          stdio: "pipe",
        },
      );
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test("a fresh key's signature holds, and its fingerprint is the one that the program prints", () => {
      const key = readFileSync(join(folder, "key.pub"), "utf8");

      expect(verifySshSignature(key, "assay-approval", MESSAGE, readFileSync(join(folder, "message.sig"), "utf8"))).toBe(true);
      expect(verifySshSignature(key, "assay-approval", MESSAGE, SIGNATURE)).toBe(false);
      expect(execFileSync("ssh-keygen", ["-lf", join(folder, "key.pub")], { encoding: "utf8" })).toContain(sshFingerprint(key));
    });
  });
