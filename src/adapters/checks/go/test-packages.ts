import { posix } from "node:path";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import type { CheckContext } from "#ports/check.ts";
import { moduleName } from "./toolchain.ts";

/** What is known of the packages of a module, by their folders (repository-relative, `""` for the root). */
export interface GoPackages {
  /** Packages of the module that each imports. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those whose code, tests aside, starts something that runs beside it. */
  readonly concurrent: ReadonlySet<string>;
}

const STARTS = /(?:^|[;{}\s])go\s+(?:func\b|[\w.]+\()|\berrgroup\.|\bsync\.(?:Mutex|RWMutex|WaitGroup|Map|Once)\b/mu;

/** Reads the imports of every Go file of a module, by their text. */
export async function goPackages(
  { before }: Pick<CheckContext, "before">,
  module: string,
  signal: AbortSignal,
): Promise<GoPackages> {
  const declared = posix.join(module, "go.mod");
  const name = (await before.has(declared)) ? moduleName(decode(await before.read(declared))) : undefined;
  const { files } = await before.list({ paths: [] }, signal);
  const imports = new Map<string, Set<string>>();
  const concurrent = new Set<string>();
  for (const { path } of files) {
    if (!path.endsWith(".go") || !(module === "" || path.startsWith(`${module}/`))) continue;
    const text = decode(await before.read(path));
    const folder = folderOf(path);
    const known = imports.get(folder) ?? new Set<string>();
    for (const specifier of importSpecifiers("go", text))
      if (name !== undefined && (specifier === name || specifier.startsWith(`${name}/`)))
        known.add(posix.join(module, specifier.slice(name.length + 1)).replace(/^\.$/u, ""));
    imports.set(folder, known);
    if (!path.endsWith("_test.go") && STARTS.test(text)) concurrent.add(folder);
  }
  return { imports, concurrent };
}

/** The folders themselves, and those that import one of them, directly or through others. */
export function importersOf(touched: readonly string[], { imports }: Pick<GoPackages, "imports">): Set<string> {
  const reached = new Set(touched);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [folder, others] of imports) {
      if (reached.has(folder) || !others.keys().some((other) => reached.has(other))) continue;
      reached.add(folder);
      grown = true;
    }
  }
  return reached;
}

/** Folder of a file, `""` for the root. */
export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === "." ? "" : folder;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
