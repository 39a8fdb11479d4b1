import type { Dirent } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { languageOf } from "#analysis/languages/registry.ts";
import type { Problem } from "#domain/completeness.ts";
import { isRepoPath } from "#domain/ids.ts";
import type { Selection } from "#ports/workspace.ts";
import { isInside, relativeTo } from "./contain.ts";
import type { DiskCalls } from "./disk-calls.ts";
import type { IgnoreRules } from "./ignore-rules.ts";
import { listFolder, type Named } from "./list-folder.ts";
import { pathMissing, requireRepoPath } from "./selection.ts";
import { isSkippedFolder, liesInSkippedFolder } from "./skipped-folders.ts";

/** Regular files by repository-relative path. */
export type Found = Map<string, { readonly explicit: boolean; readonly alias?: string }>;

export interface WalkRequest {
  /** Absolute, without links. */
  readonly root: string;
  readonly selection: Selection;
  readonly rules: IgnoreRules;
  /** Files that git tracks: ignore rules do not apply to them. */
  readonly tracked: ReadonlySet<string>;
  readonly calls: DiskCalls;
  readonly signal: AbortSignal;
}

interface Pending {
  /** Empty for the root, else with a final `/`. */
  readonly folder: string;
  readonly within: string;
}

interface State extends WalkRequest {
  readonly found: Found;
  readonly problems: Problem[];
  readonly pending: Pending[];
  readonly trackedFolders: ReadonlySet<string>;
}

/**
 * All regular files of a selection, each once, through its path without links. Iterative, so depth costs no stack.
 * Throws AssayError `path-missing` and `path-outside` for a bad selection; what else goes wrong becomes a problem.
 */
export async function walk(request: WalkRequest): Promise<{ found: Found; problems: readonly Problem[] }> {
  const state: State = { ...request, found: new Map(), problems: [], pending: [], trackedFolders: foldersOf(request.tracked) };
  if (request.selection.paths.length === 0) state.pending.push({ folder: "", within: "" });
  for (const path of request.selection.paths) start(state, path);
  const visited = new Set<string>();
  let steps = 0;
  for (let next = state.pending.pop(); next !== undefined; next = state.pending.pop()) {
    if (visited.has(next.folder)) continue;
    visited.add(next.folder);
    visit(state, next);
    if (++steps % 64 === 0) await setImmediate();
    request.signal.throwIfAborted();
  }
  return { found: state.found, problems: state.problems };
}

function start(state: State, path: string): void {
  requireRepoPath(path);
  const stats = state.calls.lstatSync(`${state.root}/${path}`, { throwIfNoEntry: false });
  if (stats === undefined) throw pathMissing(path);
  if (stats.isSymbolicLink()) follow(state, path, true);
  else if (stats.isFile()) state.found.set(path, { explicit: true });
  else if (!stats.isDirectory()) notRegular(state, path);
  else if (state.calls.realpathSync(`${state.root}/${path}`) !== `${state.root}/${path}`) follow(state, path, true);
  else state.pending.push({ folder: `${path}/`, within: overridden(state, path) ? `${path}/` : "" });
}

/** A named folder is walked even when rules above it leave it out; then only the rules inside it count. */
function overridden(state: State, path: string): boolean {
  const parts = path.split("/");
  return parts.some((part, index) => isSkippedFolder(part) || state.rules.ignores(parts.slice(0, index + 1).join("/"), true, ""));
}

function visit(state: State, { folder, within }: Pending): void {
  let entries: readonly Named[];
  try {
    entries = listFolder(`${state.root}/${folder}`, state.calls);
  } catch (error) {
    state.problems.push({
      ...(folder !== "" && { path: folder.slice(0, -1) }),
      code: "unreadable",
      message: `cannot list the folder: ${codeOf(error)}`,
    });
    return;
  }
  const isEnvironment =
    folder !== "" &&
    folder !== within &&
    !state.trackedFolders.has(folder.slice(0, -1)) &&
    entries.some(({ name }) => name === "pyvenv.cfg");
  if (isEnvironment) return;
  for (const { name, entry, raw } of entries) {
    const path = name === undefined ? undefined : folder + name;
    if (name === undefined || path === undefined || !isRepoPath(path)) badName(state, folder, entry, raw());
    else if (entry.isDirectory()) descend(state, path, name, within);
    else if (!state.tracked.has(path) && state.rules.ignores(path, false, within)) continue;
    else if (entry.isFile()) add(state, path);
    else if (entry.isSymbolicLink()) follow(state, path, false);
    else if (languageOf(path) !== undefined) notRegular(state, path);
  }
}

function descend(state: State, path: string, name: string, within: string): void {
  if (isSkippedFolder(name)) return;
  if (state.rules.ignores(path, true, within) && !state.trackedFolders.has(path)) return;
  state.pending.push({ folder: `${path}/`, within });
}

function add(state: State, path: string, alias?: string): void {
  if (!state.found.has(path)) state.found.set(path, alias === undefined ? { explicit: false } : { explicit: false, alias });
}

/** Resolves a link. Links that name no source file and no folder are of no interest unless the user named them. */
function follow(state: State, path: string, explicit: boolean): void {
  const matters = explicit || languageOf(path) !== undefined;
  let real: string;
  try {
    real = state.calls.realpathSync(`${state.root}/${path}`);
  } catch (error) {
    const loop = codeOf(error) === "ELOOP";
    if (loop || matters)
      state.problems.push({
        path,
        code: loop ? "symlink-loop" : "symlink-broken",
        message: `the link leads nowhere: ${codeOf(error)}`,
      });
    return;
  }
  const stats = state.calls.lstatSync(real, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!isInside(state.root, real)) {
    if (matters || stats.isDirectory())
      state.problems.push({ path, code: "symlink-outside", message: "the link leads out of the project; it is not followed" });
    return;
  }
  const target = relativeTo(state.root, real);
  if (liesInSkippedFolder(`${target}/`) && !explicit) return;
  if (stats.isDirectory()) {
    // A link to a folder that holds it is a loop: the walk comes to its files by their own paths.
    if (!isInside(real, `${state.root}/${path}`))
      state.pending.push({ folder: `${target}/`, within: explicit ? `${target}/` : "" });
  } else if (!stats.isFile()) {
    if (matters) notRegular(state, path);
  } else if (explicit) state.found.set(target, { explicit, alias: path });
  else add(state, target, path);
}

function notRegular(state: State, path: string): void {
  state.problems.push({ path, code: "not-regular", message: "a pipe, socket or device; it is not opened" });
}

function badName(state: State, folder: string, entry: Pick<Dirent, "isDirectory">, raw: string): void {
  const shown = folder + raw.replace(/[^ -[\]-~]/g, (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, "0")}`);
  const problem = { code: "bad-name", message: `the name cannot be used as a path: ${shown}` };
  if (entry.isDirectory() || languageOf(shown) !== undefined)
    state.problems.push(isRepoPath(shown) ? { path: shown, ...problem } : problem);
}

function foldersOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
