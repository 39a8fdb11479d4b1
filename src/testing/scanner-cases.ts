import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { kindOf } from "#analysis/languages/file-kinds.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import type { SourceFile } from "#ports/workspace.ts";

/** One folder of fixtures: `<name>@<tool version>/{input/…, raw.json or raw.txt, golden.json}`. */
export interface ScannerCase {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** Sorted by path. */
  readonly files: readonly (SourceFile & { readonly text: string })[];
  /** The tool's own report; only for commands. */
  readonly raw: Uint8Array | undefined;
  /** Undefined until `npm run golden` has written it. */
  readonly golden: unknown;
}

/** Cases below a scanner's fixture folder, sorted; none when there is no such folder. */
export async function readScannerCases(folder: string): Promise<ScannerCase[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.includes("@")).toSorted();
  return Promise.all(names.map((name) => readCase(join(folder, name), name)));
}

async function readCase(folder: string, entry: string): Promise<ScannerCase> {
  const [name = "", version = ""] = entry.split("@");
  const input = join(folder, "input");
  const paths = (await readdir(input, { recursive: true, withFileTypes: true }))
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(input.length + 1))
    .toSorted();
  const files = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(input, path), "utf8");
      return { path, text, bytes: Buffer.byteLength(text), language: languageOf(path)?.id ?? kindOf(path) ?? "unknown" };
    }),
  );
  const report = (await readdir(folder)).find((one) => one.startsWith("raw."));
  const raw = report === undefined ? undefined : new Uint8Array(await readFile(join(folder, report)));
  const golden = existsSync(join(folder, "golden.json"))
    ? (JSON.parse(await readFile(join(folder, "golden.json"), "utf8")) as unknown)
    : undefined;
  return { name, version, folder, files, raw, golden };
}
