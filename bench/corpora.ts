import { spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve as resolvePath } from "node:path";

export interface Corpus {
  readonly id: "python" | "javascript" | "c";
  readonly title: string;
  /** Absolute path of a folder that holds nothing else. */
  readonly folder: string;
  /** Paths below the folder, sorted. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** Those of `files` that end in `.js` and hold import or export declarations: ESLint must be told. */
  readonly modules: readonly string[];
}

/** Why there is nothing to scan. */
export interface Missing {
  readonly id: Corpus["id"];
  readonly missing: string;
}

/** Bytes a line on average above which a file counts as generated: every engine would spend its time on a kind of file nobody reviews. */
const GENERATED = 400;
const LARGEST = 1_000_000;
const LEFT_OUT = /(?:^|\/)(?:site-packages|dist-packages|__pycache__|tests?|idle_test|_bundled)\//u;

/** The standard library of the `python3` on the path, without its own tests. */
export function pythonCorpus(into: string): Corpus | Missing {
  const asked = spawnSync(
    "python3",
    ["-c", "import platform, sysconfig; print(platform.python_version()); print(sysconfig.get_path('stdlib'))"],
    {
      encoding: "utf8",
    },
  );
  const [version, library] = (asked.stdout ?? "").trim().split("\n");
  if (asked.status !== 0 || version === undefined || library === undefined)
    return { id: "python", missing: "no python3 on the path" };
  const folder = join(into, "python");
  const files = copySources(library, folder, "**/*.py");
  return { id: "python", title: `Python ${version} standard library, without tests`, ...measured(folder, files), modules: [] };
}

/** The C sources and headers of a folder. */
export function cCorpus(source: string, into: string): Corpus | Missing {
  if (statSync(source, { throwIfNoEntry: false })?.isDirectory() !== true) return { id: "c", missing: `${source} is no folder` };
  const from = resolvePath(source);
  const folder = join(into, "c");
  const files = copySources(from, folder, "**/*.{c,h}");
  if (files.length === 0) return { id: "c", missing: `no C in ${source}` };
  return {
    id: "c",
    title: `C in the folder ${basename(dirname(from))}/${basename(from)}`,
    ...measured(folder, files),
    modules: [],
  };
}

interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly dependencies?: Readonly<Record<string, string>> }>
  >;
}

/** ESLint and every package it depends on, as the lock file has them. */
export function javascriptCorpus(repository: string, into: string): Corpus | Missing {
  const { packages } = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as LockFile;
  const start = "node_modules/eslint";
  if (packages[start]?.version === undefined) return { id: "javascript", missing: "eslint is not in package-lock.json" };
  const folder = join(into, "javascript");
  const files: string[] = [];
  for (const path of closure(packages, start)) {
    const from = join(repository, path);
    const name = path.replaceAll("node_modules/", "").replaceAll("/", "~");
    if (statSync(from, { throwIfNoEntry: false }) === undefined) return { id: "javascript", missing: `${path} is not installed` };
    const found = copySources(from, join(folder, name), "**/*.{js,cjs,mjs}", "node_modules/");
    files.push(...found.map((file) => `${name}/${file}`));
  }
  const title = `eslint ${packages[start].version} and the packages it depends on`;
  return {
    id: "javascript",
    title,
    ...measured(folder, files.toSorted()),
    modules: files.filter((file) => isModule(join(folder, file))),
  };
}

function closure(packages: LockFile["packages"], start: string): string[] {
  const found = [start];
  for (const path of found) {
    for (const name of Object.keys(packages[path]?.dependencies ?? {})) {
      const resolved = resolve(packages, path, name);
      if (resolved !== undefined && !found.includes(resolved)) found.push(resolved);
    }
  }
  return found.toSorted();
}

/** Where Node would find the package: in the nearest `node_modules` upwards. */
function resolve(packages: LockFile["packages"], from: string, name: string): string | undefined {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    const path = `${base === "" ? "" : `${base}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (base === "") return undefined;
  }
}

function copySources(from: string, to: string, pattern: string, without?: string): string[] {
  const copied: string[] = [];
  for (const path of globSync(pattern, { cwd: from })
    .map((one) => one.replaceAll("\\", "/"))
    .toSorted()) {
    if (LEFT_OUT.test(path) || (without !== undefined && path.includes(without))) continue;
    const source = join(from, path);
    if (!statSync(source).isFile() || isGenerated(readFileSync(source))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(source, join(to, path));
    copied.push(path);
  }
  return copied;
}

function isModule(path: string): boolean {
  return path.endsWith(".js") && /^(?:import|export)\b/mu.test(readFileSync(path, "utf8"));
}

function isGenerated(bytes: Uint8Array): boolean {
  if (bytes.length > LARGEST || bytes.includes(0)) return true;
  let lines = 1;
  for (const byte of bytes) if (byte === 10) lines++;
  return bytes.length > 4096 && bytes.length / lines > GENERATED;
}

function measured(folder: string, files: readonly string[]): Pick<Corpus, "folder" | "files" | "bytes"> {
  return { folder, files, bytes: files.reduce((total, file) => total + statSync(join(folder, file)).size, 0) };
}
