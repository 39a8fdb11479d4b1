import { blobSizes, readBlobs } from "#adapters/git/blobs.ts";
import { commitEntries } from "#adapters/git/entries.ts";
import type { Git } from "#adapters/git/git.ts";
import { headCommit, mergeBase, resolveCommit } from "#adapters/git/revision.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import { AssayError } from "#domain/errors.ts";
import { LABELS_PATH } from "#domain/label.ts";
import { by } from "#lib/compare.ts";
import { showInvisible } from "#lib/text.ts";
import { decodeStrict } from "#ports/overlay.ts";

const MAX_BYTES = 1024 * 1024;
/** Where a project keeps its settings, relative to its root. */
export const SETTINGS = "assay.yaml";
const RULE_FILE = /^\.assay\/rules\/[^/]+\.ya?ml$/u;

/** A change, as the user names it: `base` counts from its youngest common ancestor with the head. */
export interface ChangeRange {
  readonly base?: string;
  readonly head: "worktree" | "staged" | { readonly revision: string };
}

/** What judges a change: the settings and rules of the state that it starts from, never those that it brings along. */
export interface Judges {
  /** Commit that the change starts from; undefined before the first one. */
  readonly commit: string | undefined;
  readonly settings: { readonly text: string } | "none";
  readonly rules: readonly { readonly path: string; readonly text: string }[];
  /** Text of the file of labels, if there is one. */
  readonly labels: string | undefined;
  /** What of it could not be read. */
  readonly broken: readonly string[];
}

/** The commit that a change starts from; undefined before the first one. Throws AssayError `git-failed` for a revision that is not here. */
async function baseCommit(git: Git, { base, head }: ChangeRange, signal: AbortSignal): Promise<string | undefined> {
  const to = typeof head === "object" ? head.revision : undefined;
  if (base !== undefined) return mergeBase(git, base, signal, to);
  if (to === undefined) return headCommit(git, signal);
  throw new AssayError("usage", "a head revision needs a base to be compared with", {
    hint: `Add --base, for example --base ${showInvisible(to)}~1.`,
  });
}

/** The commit that a change leads to; undefined for the work tree and the index. */
export async function headCommitOf(git: Git, { head }: ChangeRange, signal: AbortSignal): Promise<string | undefined> {
  return typeof head === "object" ? resolveCommit(git, head.revision, signal) : undefined;
}

/** Reads what judges a change from the state that it starts from. */
export async function readJudges(git: Git, range: ChangeRange, signal: AbortSignal): Promise<Judges> {
  const commit = await baseCommit(git, range, signal);
  if (commit === undefined) return { commit, settings: "none", labels: undefined, rules: [], broken: [] };
  const { entries } = await commitEntries(git, commit, signal);
  const wanted = [...entries.values()].filter(({ path }) => path === SETTINGS || path === LABELS_PATH || RULE_FILE.test(path));
  const files = wanted.filter(({ kind }) => kind === "file");
  const sizes = await blobSizes(git, [...new Set(files.map(({ id }) => id))], signal);
  const small = files.filter(({ id }) => (sizes.get(id) ?? MAX_BYTES + 1) <= MAX_BYTES);
  const blobs = await readBlobs(git, [...new Set(small.map(({ id }) => id))], signal);
  const broken: string[] = [];
  const texts = wanted.flatMap(({ path, id }) => {
    const bytes = blobs.get(id);
    const text = bytes === undefined ? undefined : decodeStrict(bytes);
    if (text === undefined) broken.push(`${showInvisible(path)}: no regular file of UTF-8 text with at most ${MAX_BYTES} bytes`);
    return text === undefined ? [] : [{ path, text }];
  });
  const rules = texts.filter(({ path }) => RULE_FILE.test(path));
  const settings = texts.find(({ path }) => path === SETTINGS);
  return {
    commit,
    labels: texts.find(({ path }) => path === LABELS_PATH)?.text,
    settings: settings === undefined ? "none" : { text: settings.text },
    rules: rules.filter(({ path, text }) => ruleFault(path, text) === undefined).toSorted(by(({ path }) => path)),
    broken: [...broken, ...rules.flatMap(({ path, text }) => ruleFault(path, text) ?? [])],
  };
}

/** What is wrong with a file of team rules, `path:line:column: what`; undefined when it can be used, or is none. */
export function ruleFault(path: string, text: string): string | undefined {
  if (!RULE_FILE.test(path)) return undefined;
  const [error] = parseRules(text, path).errors;
  return error && `${showInvisible(error.path)}:${error.line}:${error.column}: ${showInvisible(error.message)}`;
}
