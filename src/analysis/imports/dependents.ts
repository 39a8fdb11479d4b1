import { languageById, languageOf } from "#analysis/languages/registry.ts";

/** Marks the name of a folder whose files are one module. */
const PACKAGE = "*";

/** One file and the modules it imports, as written. */
export interface ImportingFile {
  readonly path: string;
  readonly language: string;
  readonly specifiers: readonly string[];
}

/**
 * Files of the project that import one of the touched files, directly or through others; the touched ones not included. Sorted.
 * A name that could mean several files counts for each of them.
 */
export function dependentsOf(touched: readonly string[], files: readonly ImportingFile[]): string[] {
  const found = new Set<string>();
  const own = new Set(touched);
  const importing = files.flatMap((file) => {
    const targets = own.has(file.path) ? [] : targetsOf(file);
    return targets.length === 0 ? [] : [{ path: file.path, targets }];
  });
  let frontier = new Set(touched);
  while (frontier.size > 0) {
    const modules = new Set([...frontier].flatMap(moduleNames));
    const next = new Set<string>();
    for (const { path, targets } of importing) if (!found.has(path) && targets.some((name) => modules.has(name))) next.add(path);
    for (const path of next) found.add(path);
    frontier = next;
  }
  return [...found].toSorted();
}

/** Those of `paths` that one of the files imports itself. In the order given. */
export function importsOf(files: readonly ImportingFile[], paths: readonly string[]): string[] {
  const wanted = new Set(files.flatMap(targetsOf));
  // All names of a path end with the last word of one of its forms, so that most paths need no list of names.
  const last = new Set([...wanted].map(lastWord));
  const mayBe = (path: string): boolean => [...formsOf(path), packageIn(path)].some((form) => last.has(lastWord(form)));
  return paths.filter((path) => mayBe(path) && moduleNames(path).some((name) => wanted.has(name)));
}

/** What a file imports and what it knows without, in the form of {@link moduleNames}. */
function targetsOf(file: ImportingFile): string[] {
  const named = file.specifiers.map((specifier) => target(file, specifier));
  if (languageById(file.language)?.packages === undefined) return named;
  // Where the module begins is not known here: a folder may be any that ends as the specifier does.
  return [packageIn(file.path), ...named.map((specifier) => `${lastWord(specifier)}${PACKAGE}`)];
}

/** The folder of a file as a package that its files know. */
function packageIn(path: string): string {
  return `/${path.slice(0, Math.max(0, path.lastIndexOf("/")))}${PACKAGE}`;
}

/** As it is, without its ending, and its folder for index and package files. */
function formsOf(path: string): readonly string[] {
  const bare = path.replace(/\.[^./]+$/u, "");
  return [path, bare, bare.replace(/\/(?:__init__|index)$/u, "")];
}

function lastWord(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf(".")) + 1);
}

/** The ways other files may name this one: its path without ending, every dotted tail of it, and its folder for index and package files. */
function moduleNames(path: string): string[] {
  const names = [...new Set(formsOf(path))].flatMap((name) => {
    const parts = name.split("/");
    return [`/${name}`, ...parts.map((_, index) => `.${parts.slice(index).join(".")}`)];
  });
  if (languageOf(path)?.packages === undefined) return names;
  const own = packageIn(path);
  return [...names, own, lastWord(own)];
}

/** A specifier in the form of {@link moduleNames}: `/path` for relative ones, `.dotted.name` for Python's absolute ones. */
function target(file: ImportingFile, specifier: string): string {
  const folder = file.path.split("/").slice(0, -1);
  if (languageById(file.language)?.dottedModules === true) {
    const dots = /^\.*/u.exec(specifier)?.[0].length ?? 0;
    if (dots === 0) return `.${specifier}`;
    const base = dots > 1 ? folder.slice(0, folder.length - (dots - 1)) : folder;
    return `/${[
      ...base,
      ...specifier
        .slice(dots)
        .split(".")
        .filter((part) => part !== ""),
    ].join("/")}`;
  }
  if (!specifier.startsWith(".")) return specifier;
  const parts = [...folder];
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return `/${parts.join("/").replace(/\.(?:js|mjs|cjs|jsx|ts|mts|cts|tsx)$/u, "")}`;
}
