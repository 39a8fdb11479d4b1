import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { keyId } from "#adapters/signers/ed25519.ts";
import { AssayError } from "#domain/errors.ts";
import type { Project } from "./project.ts";

/** Ids of the keys that this user trusts: their own, and those in files that they name, relative to the current folder. */
export async function trustedKeys({ signer, cwd }: Project, files: readonly string[]): Promise<string[]> {
  const trusted = [(await signer()).keyid];
  for (const file of files) {
    const text = await readFile(resolve(cwd, file), "utf8").catch((cause: unknown) => {
      throw new AssayError("path-missing", `${file} cannot be read`, { cause });
    });
    const id = keyId(`${text.trim()}\n`);
    if (id === undefined) throw new AssayError("usage", `${file} holds no Ed25519 public key in PEM form`);
    trusted.push(id);
  }
  return trusted;
}
