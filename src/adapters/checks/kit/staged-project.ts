import { dirname, posix } from "node:path";
import { AssayError } from "#domain/errors.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Mount } from "#ports/sandbox.ts";
import type { StagedTree } from "#ports/stage.ts";
import type { Workspace } from "#ports/workspace.ts";
import { exists } from "./runtimes.ts";

/** Where the copy of the project stands in the sandbox. */
export const PROJECT = "/assay/project";

/** The private copy, writable, with the original's dependency folders read-only at their places and those above the root where Node looks for them. */
async function projectMounts(workspace: Workspace, staged: StagedTree): Promise<Mount[]> {
  const mounts: Mount[] = [{ host: staged.host, inside: PROJECT, mode: "read-write" }];
  for (const path of staged.linked)
    mounts.push({ host: posix.join(workspace.root, path), inside: posix.join(PROJECT, path), mode: "read-only" });
  const above = await modulesAbove(workspace.root);
  if (above !== undefined) mounts.push({ host: above, inside: `${dirname(PROJECT)}/node_modules`, mode: "read-only" });
  return mounts;
}

/** The nearest `node_modules` above the project's root. */
async function modulesAbove(root: string): Promise<string | undefined> {
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    const modules = posix.join(folder, "node_modules");
    if (await exists(modules)) return modules;
    if (folder === dirname(folder)) return undefined;
  }
}

export type Staged<T> = { readonly kind: "done"; readonly value: T } | { readonly kind: "not-staged"; readonly detail: string };

/** Stages a workspace for one piece of work and removes the copy afterwards. A project that cannot be copied is an answer, not an error. */
export async function withStaged<T>(
  { stager }: CheckContext,
  workspace: Workspace,
  signal: AbortSignal,
  work: (mounts: readonly Mount[]) => Promise<T>,
): Promise<Staged<T>> {
  let staged: StagedTree;
  try {
    staged = await stager.stage({ workspace }, signal);
  } catch (error) {
    if (error instanceof AssayError) return { kind: "not-staged", detail: error.message };
    throw error;
  }
  try {
    return { kind: "done", value: await work(await projectMounts(workspace, staged)) };
  } finally {
    await staged.dispose();
  }
}

/** Folder (repository-relative, `""` for the root) and host path of an installed package, as Node would find it from `folder`. */
export async function installedPackage(
  workspace: Pick<Workspace, "root">,
  folder: string,
  name: string,
): Promise<{ inside: string; host: string } | undefined> {
  for (let current = folder; ; current = parent(current)) {
    const host = posix.join(workspace.root, current, "node_modules", name);
    if (await exists(host)) return { host, inside: posix.join(PROJECT, current, "node_modules", name) };
    if (current === "") break;
  }
  const above = await modulesAbove(workspace.root);
  if (above === undefined || !(await exists(posix.join(above, name)))) return undefined;
  return { host: posix.join(above, name), inside: posix.join(dirname(PROJECT), "node_modules", name) };
}

/** The nearest folder at or above a file that holds one of the named files; `""` is the root, undefined when none does. */
export async function nearestFolder(workspace: Workspace, path: string, names: readonly string[]): Promise<string | undefined> {
  for (let folder = parent(path); ; folder = parent(folder)) {
    for (const name of names) if (await workspace.has(posix.join(folder, name))) return folder;
    if (folder === "") return undefined;
  }
}

function parent(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
