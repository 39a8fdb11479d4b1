import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { digest } from "#lib/digest.ts";
import { packageFile } from "./package-file.ts";

/** The same files, with the same names. Where the rules and models lie that this code loads. */
const FOLDERS = import.meta.url.endsWith(".ts") ? ["src/rules/generated", "src/analysis/models/generated"] : ["dist/generated"];

/** Stands for the rules and models that ship with assay: a digest of their files, which takes a tenth of the time of reading what they say. */
export function knowledge(): string {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(packageFile(folder)).map((name) => `${name} ${digest(readFileSync(join(packageFile(folder), name)))}`),
  );
  return digest(files.toSorted().join("\n"));
}
