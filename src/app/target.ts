import type { Git } from "#adapters/git/git.ts";
import { headCommit, mergeBase } from "#adapters/git/revision.ts";
import { changedLines } from "#adapters/workspaces/changed-lines.ts";
import { createIndexWorkspace } from "#adapters/workspaces/git-index.ts";
import { openCommitWorkspace } from "#adapters/workspaces/git-revision.ts";
import { createIgnoreRules } from "#adapters/workspaces/ignore-rules.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { chooser } from "#adapters/workspaces/selection.ts";
import type { Defect } from "#domain/defect.ts";
import { AssayError } from "#domain/errors.ts";
import { digest } from "#lib/digest.ts";
import type { Listing, Workspace } from "#ports/workspace.ts";
import type { Target } from "./api.ts";
import { selectPaths, selectStandIn } from "./find-root.ts";
import type { Project } from "./project.ts";

export interface OpenedTarget {
  readonly workspace: Workspace;
  readonly listing: Listing;
  /** True for defects the target speaks of: all, or those on changed lines. */
  readonly selects: (defect: Defect) => boolean;
  /** True for files of the project that the target speaks of, whether it lists them or not. */
  readonly holds: (path: string) => boolean;
  /** Present where the target is a change. */
  readonly change?: Change;
}

export interface Change {
  /** The state that the change is counted from; undefined before the first commit. */
  readonly base: Workspace | undefined;
  /** True for the 1-based lines that the change touched. */
  readonly touches: (path: string, first: number, last: number) => boolean;
}

interface Limits {
  readonly exclude: readonly string[];
  readonly maxFileBytes: number;
}

/** Turns what the user named into files of a workspace. Rejects with `path-missing`, `path-outside`, `git-failed` or `nothing-to-scan`. */
export async function openTarget(project: Project, target: Target, signal: AbortSignal): Promise<OpenedTarget> {
  const { config, root, cwd } = project;
  const limits = { exclude: config.exclude, maxFileBytes: config.maxFileBytes };
  const wholeProject = { workspace: project.disk, paths: selectPaths(cwd, root, target.stdin === undefined ? target.paths : []) };
  if (target.stdin !== undefined) {
    const { text } = target.stdin;
    const path = selectStandIn(cwd, root, target.stdin.path);
    const workspace = createMemoryWorkspace({ root, files: { [path]: text }, maxFileBytes: config.maxFileBytes });
    return everything(project, workspace, await workspace.list({ paths: [path] }, signal), [path]);
  }
  if (target.base === undefined && target.staged !== true) {
    return everything(project, project.disk, await project.disk.list({ paths: wholeProject.paths }, signal), wholeProject.paths);
  }
  const git = await requireGit(project.root, project.git);
  const workspace = target.staged === true ? createIndexWorkspace({ git, ...limits }) : project.disk;
  const listing = await workspace.list({ paths: wholeProject.paths }, signal);
  const paths = [...listing.files.map((file) => file.path), ...(await readOthers(project, listing))];
  const changed = await changedLines(
    { git, ...(target.base === undefined ? {} : { base: target.base }), workspace, paths },
    signal,
  );
  const base = await openBase(git, target.base, limits, signal);
  const touches = (path: string, first: number, last: number): boolean =>
    changed.get(path)?.some((range) => range.start <= last && first <= range.end) ?? false;
  return {
    workspace,
    listing: {
      files: listing.files.filter((file) => changed.has(file.path)),
      skipped: await newlySkipped(listing, workspace, base),
      ...(listing.others !== undefined && { others: listing.others }),
    },
    selects: ({ location }) => touches(location.path, location.startLine, location.endLine),
    holds: (path) => changed.has(path),
    change: { base, touches },
  };
}

/** Skipped files that the change brought or altered; one that lies in the base as it is now is not this change's matter. */
async function newlySkipped(listing: Listing, workspace: Workspace, base: Workspace | undefined): Promise<Listing["skipped"]> {
  const fresh: Listing["skipped"][number][] = [];
  for (const problem of listing.skipped) {
    const { path } = problem;
    if (path === undefined || base === undefined || !(await sameIn(base, workspace, path))) fresh.push(problem);
  }
  return fresh;
}

async function sameIn(base: Workspace, workspace: Workspace, path: string): Promise<boolean> {
  if (!(await base.has(path)) || !(await workspace.has(path))) return false;
  try {
    return digest(await base.read(path)) === digest(await workspace.read(path));
  } catch {
    // What cannot be read cannot be called the same: it stays a problem of its own.
    return false;
  }
}

async function openBase(git: Git, base: string | undefined, limits: Limits, signal: AbortSignal): Promise<Workspace | undefined> {
  const revision = base === undefined ? await headCommit(git, signal) : await mergeBase(git, base, signal);
  return revision === undefined ? undefined : openCommitWorkspace({ git, ...limits }, revision);
}

/** Further files that an engine reads by their name. */
async function readOthers(project: Project, { others = [] }: Listing): Promise<string[]> {
  const scanners = await project.scanners();
  return others.filter((path) => scanners.some((scanner) => scanner.reads?.(path) === true));
}

async function everything(
  project: Project,
  workspace: Workspace,
  listing: Listing,
  paths: readonly string[],
): Promise<OpenedTarget> {
  if (listing.files.length === 0 && listing.skipped.length === 0 && (await readOthers(project, listing)).length === 0) {
    throw new AssayError("nothing-to-scan", `no source file of a supported language under ${project.root}`);
  }
  const choice = chooser({ paths });
  const rules = createIgnoreRules(project.config.exclude, () => undefined);
  const holds = (path: string): boolean => {
    const how = choice(path);
    return how === "explicit" || (how === "inside" && !rules.ignores(path, false, ""));
  };
  return { workspace, listing, selects: () => true, holds };
}

/** Throws AssayError `git-failed` where there is no repository or no git. */
export async function requireGit(root: string, open: Project["git"]): Promise<Git> {
  const git = await open();
  if (git === undefined) throw new AssayError("git-failed", `${root} is no git work tree, or git is not on the path`);
  return git;
}
