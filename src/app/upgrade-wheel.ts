import { lstat, readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { satisfies, valid } from "@renovatebot/pep440";
import { openPromise } from "yauzl";
import { findPythonPackage } from "#adapters/checks/kit/find-package.ts";
import { pythonName } from "#analysis/lockfiles/locked-package.ts";
import { isRepoPath } from "#domain/ids.ts";
import type { Project } from "./project.ts";
import type { NotTried } from "./upgrade-package.ts";

/** A pure Python package, unpacked where the project's code finds it before the installed one. */
export interface WheelFiles {
  /** By repository-relative path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Those of them that hold Python. */
  readonly code: readonly string[];
  /** Its digest stands in no file that is changed. */
  readonly integrity?: never;
}

const WHEEL_BYTES = 64 << 20;
const UNPACKED_BYTES = 256 << 20;
const MOST_FILES = 20_000;
/** https://packaging.python.org/en/latest/specifications/binary-distribution-format/ */
const PURE = /^(?<name>[^-]+)-(?<version>[^-]+)(?:-\d[^-]*)?-(?:py2\.)?py3-none-any\.whl$/u;

interface Wanted {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Repository-relative folder that the tests run in, `""` for the root. */
  readonly folder: string;
}

/** Reads the wheel of `name` and `to` in `packages` and lays what it holds beside the project's own code. Nothing is fetched and nothing of it is run here. */
export async function wheelFiles(project: Project, packages: string, wanted: Wanted): Promise<WheelFiles | NotTried> {
  const { name, from, to, folder } = wanted;
  const missing: NotTried = {
    reason: "package-missing",
    detail: `There is no pure Python wheel of ${name} ${to} among the packages at hand.`,
  };
  const names = await readdir(packages).catch(() => []);
  const file = names.find((one) => {
    const found = PURE.exec(one)?.groups;
    return found !== undefined && pythonName(found["name"] ?? "") === pythonName(name) && found["version"] === to;
  });
  if (file === undefined) return missing;
  const unreadable = (why: string): NotTried => ({ reason: "package-unreadable", detail: `${file} ${why}.` });
  const entries = await unpacked(join(packages, file));
  if (typeof entries === "string") return unreadable(entries);
  const about = [...entries].find(([path]) => /^[^/]+\.dist-info\/METADATA$/u.test(path))?.[1];
  const metadata = about === undefined ? "" : (new TextDecoder().decode(about).split(/\r?\n\r?\n/u, 1)[0] ?? "");
  const said = (field: string): string[] =>
    [...metadata.matchAll(new RegExp(`^${field}:[ \\t]*(.+?)[ \\t]*$`, "gmu"))].map(([, value = ""]) => value);
  if (pythonName(said("Name")[0] ?? "") !== pythonName(name) || said("Version")[0] !== to)
    return unreadable(`is not ${name} ${to}`);
  const modules = new Set(
    [...entries.keys()].map((path) => path.split("/")[0] ?? "").filter((top) => !/\.(?:dist-info|data)$/u.test(top)),
  );
  const installed = await installedVersion(project, modules);
  if (installed !== from)
    return {
      reason: "not-installed",
      detail: `Installed is ${installed ?? "nothing that tells its version"}, not ${name} ${from}: install the project first.`,
    };
  for (const top of modules)
    if (await project.disk.has(posix.join(folder, top.endsWith(".py") ? top : `${top}/__init__.py`)))
      return { reason: "not-installed", detail: `The project has a module of its own that is called ${top}.` };
  const needs = await missingNeeds(project, said("Requires-Dist"));
  if (needs.length > 0)
    return { reason: "needs-packages", detail: `${name} ${to} needs what is not installed: ${needs.slice(0, 5).join(", ")}.` };
  const files = new Map(Array.from(entries, ([path, bytes]) => [posix.join(folder, path), bytes]));
  return { files, code: [...files.keys()].filter((path) => path.endsWith(".py")) };
}

/** Files of an archive, or why there are none. */
async function unpacked(path: string): Promise<Map<string, Uint8Array> | string> {
  const stats = await lstat(path);
  if (!stats.isFile() || stats.size > WHEEL_BYTES) return "is no file, or too large";
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  try {
    const archive = await openPromise(path);
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      if (!isRepoPath(entry.fileName)) return "holds a path outside";
      bytes += entry.uncompressedSize;
      if (bytes > UNPACKED_BYTES || files.size >= MOST_FILES) return "holds too much";
      const chunks: Uint8Array[] = [];
      for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
      files.set(entry.fileName, Buffer.concat(chunks));
    }
  } catch (cause) {
    return `is no whole archive (${cause instanceof Error ? cause.message : String(cause)})`;
  }
  return files;
}

async function installedVersion({ disk, findExecutable }: Project, modules: ReadonlySet<string>): Promise<string | undefined> {
  for (const top of modules) {
    const found = await findPythonPackage(disk.root, findExecutable, top.replace(/\.py$/u, ""));
    if (found !== undefined && found.version !== "") return found.version;
  }
  return undefined;
}

/** Requirements of no extra that are installed nowhere, in another version, or under a name that tells none. */
async function missingNeeds({ disk, findExecutable }: Project, requirements: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const requirement of requirements) {
    const [what = "", marker = ""] = requirement.split(";");
    if (/\bextra\s*==/u.test(marker)) continue;
    const { name = "", range = "" } =
      /^(?<name>[\w.-]+)\s*(?:\[[^\]]*\])?\s*\(?(?<range>[^()]*)\)?\s*$/u.exec(what.trim())?.groups ?? {};
    const found = await findPythonPackage(disk.root, findExecutable, pythonName(name).replaceAll("-", "_"));
    const version = found?.version ?? "";
    if (valid(version) === null || (range.trim() !== "" && !satisfies(version, range))) missing.push(what.trim());
  }
  return missing;
}
