import { dependentsOf, importsOf } from "#analysis/imports/dependents.ts";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import { changedFiles, type ChangedFile, type ChangeHead } from "#adapters/workspaces/changed-files.ts";
import { mayBeSource } from "#adapters/workspaces/classify.ts";
import { openDiskIds } from "#adapters/workspaces/disk-ids.ts";
import { createIndexWorkspace } from "#adapters/workspaces/git-index.ts";
import { openCommitWorkspace } from "#adapters/workspaces/git-revision.ts";
import { createIgnoreRules } from "#adapters/workspaces/ignore-rules.ts";
import { APPROVALS_FOLDER } from "#domain/approval.ts";
import type { Problem } from "#domain/completeness.ts";
import type { Listing, Workspace } from "#ports/workspace.ts";
import type { ChangedPath } from "#stages/decide/change-facts.ts";
import { headCommitOf, type ChangeRange } from "./judges.ts";
import type { Project } from "./project.ts";
import { importIndex, type KnownContents } from "./import-index.ts";
import { requireGit } from "./target.ts";

export interface GateChange {
  /** Undefined before the first commit. */
  readonly base: Workspace | undefined;
  readonly head: Workspace;
  /** Commit, `worktree` or `index`. */
  readonly headName: string;
  readonly changed: readonly ChangedFile[];
  /** Paths of the approvals that come along. They are no part of what they speak of: not changed files, and not judged as such. */
  readonly approvals: readonly string[];
  /** For the policy: the same with a number of lines. */
  readonly files: readonly ChangedPath[];
  readonly touches: (path: string, first: number, last: number) => boolean;
  /** Changed source files, those that import them, and those that they import; with the problems of changed files. */
  readonly listing: Listing;
  /** Files of the listing that import what changed, directly or through others. */
  readonly importers: readonly string[];
  /** Changed source files that the listing does not hold, and why. */
  readonly uncovered: readonly { readonly path?: string | undefined; readonly reason: string }[];
  readonly notes: readonly string[];
}

/** Compares the two states and finds out what must be looked at. Throws AssayError `git-failed`. */
export async function gateChange(project: Project, range: ChangeRange, signal: AbortSignal): Promise<GateChange> {
  const git = await requireGit(project.root, project.git);
  const commit = project.judges?.commit;
  const { config } = project;
  const limits = { git, exclude: config.exclude, maxFileBytes: config.maxFileBytes };
  const revision = await headCommitOf(git, range, signal);
  const state: ChangeHead =
    revision === undefined ? { kind: range.head === "staged" ? "index" : "worktree" } : { kind: "commit", id: revision };
  const { results } = project;
  // What files import is told by those that have to be opened anyway.
  const specifiers = new Map<string, string[]>();
  const read = (path: string, language: string, bytes: Uint8Array): void =>
    void specifiers.set(path, importSpecifiers(language, new TextDecoder().decode(bytes)));
  const known = results && commit !== undefined ? await openDiskIds(results, project.root, Date.now()) : undefined;
  const disk = known && commit !== undefined ? project.knownDisk({ ids: known, like: commit, read }) : project.disk;
  const head =
    revision !== undefined
      ? openCommitWorkspace(limits, revision)
      : range.head === "staged"
        ? createIndexWorkspace(limits)
        : disk;
  const base = commit === undefined ? undefined : openCommitWorkspace(limits, commit);
  // Both ask git, and neither needs the other.
  const listing = head.list({ paths: [] }, signal);
  const [{ files: everything, problems, ids }, whole] = await Promise.all([
    changedFiles(git, commit, state, signal, known && { ids: known, listing }),
    listing,
  ]);
  const changed = everything.filter(({ path }) => !isApproval(path));
  // So that git hands over the old texts in one go.
  const old = changed.filter(({ before, kind }) => before !== undefined && kind === "file").map(({ path }) => path);
  if (base !== undefined && old.length > 0) await base.list({ paths: old }, signal);
  const around = await surroundings(changed, whole, head, { ids, cache: results, specifiers });
  const touched = new Set(changed.map(({ path }) => path));
  const ranges = new Map(changed.map((file) => [file.path, file.ranges]));
  const { uncovered, notes } = missing(changed, whole, problems, config.exclude);
  return {
    base,
    head,
    headName: revision ?? (state.kind === "index" ? "index" : "worktree"),
    changed,
    approvals: everything.flatMap(({ path, change, kind }) =>
      isApproval(path) && change !== "deleted" && kind === "file" ? [path] : [],
    ),
    files: changed.map(({ path, change, ranges }) => ({
      path,
      change,
      lines: ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0),
    })),
    touches: (path, first, last) => ranges.get(path)?.some((range) => range.start <= last && first <= range.end) ?? false,
    listing: {
      files: whole.files.filter(({ path }) => touched.has(path) || around.all.has(path)),
      skipped: [],
      others: (whole.others ?? []).filter((path) => touched.has(path)),
    },
    importers: around.importers,
    uncovered,
    notes,
  };
}

function isApproval(path: string): boolean {
  return path.startsWith(APPROVALS_FOLDER) && path.endsWith(".json");
}

async function surroundings(
  changed: readonly ChangedFile[],
  whole: Listing,
  head: Workspace,
  known: KnownContents,
): Promise<{ readonly importers: readonly string[]; readonly all: ReadonlySet<string> }> {
  const touched = changed.filter(({ path }) => mayBeSource(path)).map(({ path }) => path);
  if (touched.length === 0) return { importers: [], all: new Set() };
  const index = await importIndex(head, whole.files, known);
  const importers = dependentsOf(touched, index);
  const own = new Set(touched);
  const imported = importsOf(
    index.filter(({ path }) => own.has(path)),
    index.map(({ path }) => path),
  );
  return { importers, all: new Set([...importers, ...imported]) };
}

/** Changed files that nobody will look at: a reason where code may hide there, a note where the base's settings exclude it. */
function missing(
  changed: readonly ChangedFile[],
  { files, skipped, others = [] }: Listing,
  problems: readonly Problem[],
  exclude: readonly string[],
): Pick<GateChange, "uncovered" | "notes"> {
  const listed = new Set([...files.map(({ path }) => path), ...others]);
  const reasons = new Map(skipped.map((problem) => [problem.path, problem.message]));
  const rules = createIgnoreRules(exclude, () => undefined);
  const excluded: string[] = [];
  const uncovered = changed.flatMap(({ path, change, kind }) => {
    if (change === "deleted" || kind === "link" || listed.has(path)) return [];
    if (kind === "submodule") return [{ path, reason: "another repository; its change must be judged there" }];
    if (rules.ignores(path, false, "")) {
      excluded.push(path);
      return [];
    }
    const reason = reasons.get(path);
    if (reason !== undefined) return [{ path, reason }];
    return mayBeSource(path) && path.includes(".") && !path.startsWith(".assay/")
      ? [{ path, reason: "it lies in a folder that is never analysed, or git ignores it" }]
      : [];
  });
  const unseen = problems.map(({ path, message }) => ({ path, reason: message }));
  const words = excluded.length === 1 ? "1 changed file is" : `${excluded.length} changed files are`;
  return {
    uncovered: [...uncovered, ...unseen],
    notes:
      excluded.length === 0
        ? []
        : [`${words} excluded by the settings: ${excluded.slice(0, 3).join(", ")}${excluded.length > 3 ? ", …" : ""}`],
  };
}
