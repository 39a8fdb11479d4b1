import { readFile } from "node:fs/promises";
import { packageFile } from "./package-file.ts";

/** Bytes of a grammar that the build put beside the bundle. */
export function loadGrammar(file: string): Promise<Uint8Array> {
  return readFile(packageFile("dist", "grammars", file));
}
