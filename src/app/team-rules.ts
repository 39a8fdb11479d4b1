import { readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import { readUntrusted } from "./read-untrusted.ts";

const FOLDER = ".assay/rules";
const MAX_BYTES = 1024 * 1024;

/**
 * Team rules of the repository: `.assay/rules/*.yaml`, sorted by name. Rules can only add findings, so they may come from the code under
 * analysis. Throws AssayError `rule-invalid` for a file that cannot be read.
 */
export function teamRules(root: string): readonly { readonly path: string; readonly text: string }[] {
  return rulesFolder(root)
    .filter((name) => /\.ya?ml$/u.test(name))
    .toSorted()
    .map((name) => {
      const path = `${FOLDER}/${name}`;
      const read = readUntrusted(join(root, path), MAX_BYTES);
      if (read.kind === "text") return { path, text: read.text };
      const reason = read.kind === "missing" ? "vanished while it was read" : read.reason;
      throw new AssayError("rule-invalid", `${showInvisible(path)}: ${reason}`, {
        hint: "Mend or remove this file.",
        cause: read,
      });
    });
}

function rulesFolder(root: string): string[] {
  const folder = join(root, FOLDER);
  try {
    if (realpathSync(folder) !== folder)
      throw new AssayError("rule-invalid", `${FOLDER}: is reached by a symbolic link`, {
        hint: "Put the rules into a folder of the project itself.",
      });
    return readdirSync(folder);
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw new AssayError("rule-invalid", `${FOLDER}: cannot be read (${code})`, {
      hint: "Mend its permissions, or remove it.",
      cause,
    });
  }
}
