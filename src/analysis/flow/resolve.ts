import { folderOfImport, type ModuleRoot } from "#analysis/imports/module-roots.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import { folderFiles, folderOf, type Peers } from "./peers.ts";

const ENDINGS = [".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts"];

export interface Resolve {
  /** `dots`: module names are written with dots, `a.b`, and not as paths. */
  (from: string, specifier: string, dots: boolean): string | undefined;
  /** Files of its folder that a file may know without an import, itself not included, sorted; whether they are of one package only the files themselves tell. */
  readonly peers: (path: string) => readonly string[];
  /** The same, the file among them, as far as folders are followed; undefined where files know only what they import. */
  readonly group: (path: string) => Peers | undefined;
}

/** Finds the project's file that a module name means, as far as the paths alone tell, and `modules` where imports name folders: then one file of the folder. */
export function fileMap(paths: readonly string[], modules: readonly ModuleRoot[] = []): Resolve {
  const known = new Set(paths);
  const folders = folderFiles(paths);
  const packages = new Map<string, string[]>();
  for (const path of paths) {
    const bare = path.replace(/\.[^./]+$/u, "").replace(/\/__init__$/u, "");
    const parts = bare.split("/");
    for (let from = 0; from < parts.length; from++) {
      const name = parts.slice(from).join(".");
      const list = packages.get(name);
      if (list === undefined) packages.set(name, [path]);
      else list.push(path);
    }
  }
  const cache = new Map<string, string | undefined>();
  const resolve = (from: string, specifier: string, dots: boolean): string | undefined => {
    const folder = folderOf(from);
    if (languageOf(from)?.packages !== undefined) {
      const named = folderOfImport(specifier, modules);
      return named === undefined || named === folder ? undefined : folders.first(from, named);
    }
    const key = `${dots} ${folder} ${specifier}`;
    if (!cache.has(key)) cache.set(key, dots ? dotted(folder, specifier, known, packages) : relative(folder, specifier, known));
    const found = cache.get(key);
    return found === from ? undefined : found;
  };
  return Object.assign(resolve, {
    peers: (path: string) => folders.group(path)?.files.filter((other) => other !== path) ?? [],
    group: (path: string) => folders.group(path),
  });
}

function dotted(
  folder: string,
  specifier: string,
  known: ReadonlySet<string>,
  packages: ReadonlyMap<string, string[]>,
): string | undefined {
  const dots = /^\.*/u.exec(specifier)?.[0].length ?? 0;
  if (dots > 0) {
    const parts = folder === "" ? [] : folder.split("/");
    const base = [
      ...parts.slice(0, parts.length - (dots - 1)),
      ...specifier
        .slice(dots)
        .split(".")
        .filter((part) => part !== ""),
    ].join("/");
    return [`${base}.py`, `${base}/__init__.py`, `${base}.pyi`].find((path) => known.has(path.replace(/^\//u, "")));
  }
  const candidates = packages.get(specifier) ?? [];
  // Nearest first: the one that shares most of its folders with the importer.
  return candidates.toSorted((a, b) => shared(b, folder) - shared(a, folder) || (a < b ? -1 : 1))[0];
}

function shared(path: string, folder: string): number {
  const a = path.split("/");
  const b = folder.split("/");
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}

function relative(folder: string, specifier: string, known: ReadonlySet<string>): string | undefined {
  if (!specifier.startsWith("."))
    return /^(?:@|~|src)\//u.test(specifier) ? candidates(specifier.replace(/^[@~]\//u, "src/"), known) : undefined;
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return candidates(parts.join("/"), known);
}

function candidates(base: string, known: ReadonlySet<string>): string | undefined {
  const bare = base.replace(/\.(?:[mc]?jsx?)$/u, "");
  const names = [
    base,
    ...ENDINGS.map((ending) => base + ending),
    ...ENDINGS.map((ending) => bare + ending),
    ...ENDINGS.map((ending) => `${base === "" ? "" : `${base}/`}index${ending}`),
  ];
  return names.find((path) => known.has(path));
}
