import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Scanner } from "#ports/scanner.ts";
import type { ScannerFactory } from "#ports/scanner-tools.ts";
import { readScannerCases, type ScannerCase } from "./scanner-cases.ts";

const packages = createRequire(import.meta.url);

/** One file of adapters/scanners and its fixtures. */
export interface RegisteredScanner {
  /** Name of the file without the ending. */
  readonly file: string;
  readonly scanner: Scanner;
  readonly cases: readonly ScannerCase[];
}

/** Every scanner of a checkout, made ready to run, sorted by file. */
export async function registeredScanners(root: string): Promise<RegisteredScanner[]> {
  const folder = join(root, "src", "adapters", "scanners");
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return Promise.all(
    files.toSorted().map(async (name) => {
      const file = name.slice(0, -".ts".length);
      const { default: made } = (await import(join(folder, name))) as { default: Scanner | ScannerFactory };
      const scanner = typeof made === "function" ? made({ loadGrammar, teamRules: [] }) : made;
      return { file, scanner, cases: await readScannerCases(join(root, "fixtures", "scanners", file)) };
    }),
  );
}

/** From the grammars' own packages, so that no build is needed. */
async function loadGrammar(file: string): Promise<Uint8Array> {
  const name = file === "tree-sitter-tsx.wasm" ? "tree-sitter-typescript" : file.replace(".wasm", "");
  return readFile(packages.resolve(`${name}/${file}`));
}
