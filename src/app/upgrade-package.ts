import { createHash } from "node:crypto";
import { type Dirent } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { satisfies, valid } from "semver";
import { isRepoPath } from "#domain/ids.ts";
import { readTar } from "#lib/tar.ts";
import type { Workspace } from "#ports/workspace.ts";

/** A package of the npm registry, unpacked over the one that is installed. */
export interface PackageFiles {
  /** Subresource integrity of the archive. */
  readonly integrity: string;
  /** What the installed package's folder must hold, by repository-relative path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Those of them that hold JavaScript. */
  readonly code: readonly string[];
}

/** Why a package cannot be tried. */
export interface NotTried {
  readonly reason: "package-missing" | "package-unreadable" | "not-installed" | "needs-packages";
  readonly detail: string;
}

const ARCHIVE_BYTES = 64 << 20;
const UNPACKED_BYTES = 256 << 20;
const MOST_FILES = 20_000;
const unpacked = promisify(gunzip);

interface Wanted {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Repository-relative folder of the manifest, `""` for the root. */
  readonly folder: string;
}

/** Reads `<packages>/<name>-<version>.tgz`, as `npm pack` names it, and lays it over the installed package. Nothing is fetched and nothing of it is run here. */
export async function packageFiles(workspace: Workspace, packages: string, wanted: Wanted): Promise<PackageFiles | NotTried> {
  const { name, from, to, folder } = wanted;
  const base = posix.join(folder, "node_modules", name);
  const file = `${name.replace(/^@/u, "").replaceAll("/", "-")}-${to}.tgz`;
  const archive = await readArchive(join(packages, file));
  if (archive === undefined) return { reason: "package-missing", detail: `There is no ${file} among the packages at hand.` };
  const unreadable = (why: string): NotTried => ({ reason: "package-unreadable", detail: `${file} ${why}.` });
  if (typeof archive === "string") return unreadable(archive);
  const plain = await unpacked(archive, { maxOutputLength: UNPACKED_BYTES }).catch(() => undefined);
  const entries = plain === undefined ? undefined : readTar(plain);
  if (entries === undefined) return unreadable("is no package");
  const files = new Map(Array.from(entries, ([path, bytes]) => [posix.join(base, path.slice(path.indexOf("/") + 1)), bytes]));
  if ([...files.keys()].some((path) => !isRepoPath(path) || !path.startsWith(`${base}/`)))
    return unreadable("holds a path outside");
  const manifest = jsonOf(files.get(`${base}/package.json`));
  if (manifest?.["name"] !== name || manifest["version"] !== to) return unreadable(`is not ${name} ${to}`);
  const installed = await versionIn(workspace, base);
  if (installed !== from)
    return {
      reason: "not-installed",
      detail: `Installed is ${installed ?? "nothing"}, not ${name} ${from}: install the project first.`,
    };
  const needs = await missingNeeds(workspace, folder, base, manifest);
  if (needs.length > 0)
    return { reason: "needs-packages", detail: `${name} ${to} needs what is not installed: ${needs.slice(0, 5).join(", ")}.` };
  const code = [...files.keys()].filter((path) => /\.[mc]?js$/u.test(path));
  for (const path of await filesUnder(workspace.root, base)) if (!files.has(path)) files.set(path, gone(path, name, to));
  const integrity = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
  return { integrity, files, code };
}

async function readArchive(path: string): Promise<Uint8Array | string | undefined> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => error.code ?? "unreadable");
  if (typeof file === "string") return file === "ENOENT" ? undefined : `cannot be read (${file})`;
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > ARCHIVE_BYTES) return "is no file, or too large";
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function jsonOf(bytes: Uint8Array | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // No JSON: whoever asks says what that means.
    return undefined;
  }
}

async function versionIn(workspace: Workspace, base: string): Promise<string | undefined> {
  const path = `${base}/package.json`;
  const version = (await workspace.has(path)) ? jsonOf(await workspace.read(path))?.["version"] : undefined;
  return typeof version === "string" ? version : undefined;
}

/** Dependencies of the new version that are installed nowhere where it would find them, or in another version. */
async function missingNeeds(
  workspace: Workspace,
  folder: string,
  base: string,
  manifest: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const needs = Object.entries((manifest["dependencies"] ?? {}) as Record<string, unknown>);
  const missing: string[] = [];
  for (const [name, range] of needs) {
    const own = await versionIn(workspace, `${base}/node_modules/${name}`);
    const version = own ?? (await versionIn(workspace, posix.join(folder, "node_modules", name)));
    if (version === undefined || valid(version) === null || !satisfies(version, String(range)))
      missing.push(`${name} ${String(range)}`);
  }
  return missing;
}

/** Files of an installed package without the packages that it brings for itself. */
async function filesUnder(root: string, base: string): Promise<string[]> {
  const found: string[] = [];
  const queue = [base];
  for (let folder = queue.pop(); folder !== undefined && found.length < MOST_FILES; folder = queue.pop()) {
    const entries: Dirent[] = await readdir(join(root, folder), { withFileTypes: true });
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== "node_modules") queue.push(path);
      else if (entry.isFile() && isRepoPath(path)) found.push(path);
    }
  }
  return found;
}

/** A file that the new version lacks must not answer for it. */
function gone(path: string, name: string, to: string): Uint8Array {
  const text = /\.[mc]?js$/u.test(path) ? `throw new Error(${JSON.stringify(`not in ${name} ${to}`)});\n` : "";
  return new TextEncoder().encode(text);
}
