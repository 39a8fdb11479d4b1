import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import type { Git } from "./git.ts";

/** Names of branches, tags, commits and their ancestors (`~2`, `^`, `@{u}`); no ranges, paths, searches or options. */
const REVISION = /^[\p{L}\p{N}_@][\p{L}\p{N}_@./+{}~^#-]{0,249}$/u;

/** Object id of the commit that a revision given by a user names. Throws AssayError `git-failed` when it names none. */
export async function resolveCommit(git: Git, revision: string, signal: AbortSignal): Promise<string> {
  requireName(revision);
  const output = await git.run(["rev-parse", "--verify", "--quiet", `${revision}^{commit}`], { signal, okExits: [1, 128] });
  return requireId(output, `no such revision: ${showInvisible(revision)}`);
}

function requireName(revision: string): void {
  if (!REVISION.test(revision) || revision.includes(".."))
    throw new AssayError("git-failed", `not the name of a revision: ${showInvisible(revision)}`);
}

/** Object id of HEAD's commit, or undefined before the first one. */
export async function headCommit(git: Git, signal: AbortSignal): Promise<string | undefined> {
  const output = await git.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], { signal, okExits: [1] });
  return output.length === 0 ? undefined : requireId(output, "HEAD names no commit");
}

/** Object id of the youngest common ancestor of two revisions; of HEAD where `other` is not given. */
export async function mergeBase(git: Git, revision: string, signal: AbortSignal, other = "HEAD"): Promise<string> {
  for (const name of [revision, other]) requireName(name);
  const output = await git.run(["merge-base", revision, other], { signal, okExits: [1, 128] });
  // Which of the two is not here is asked only where git has no answer: every question starts a process.
  if (output.length === 0) for (const name of [revision, other]) await resolveCommit(git, name, signal);
  return requireId(
    output,
    `${showInvisible(revision)} and ${showInvisible(other)} have no common ancestor here; a shallow clone must be deepened`,
  );
}

function requireId(output: Uint8Array, message: string): string {
  const id = Buffer.from(output).toString("latin1").trim();
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) throw new AssayError("git-failed", message);
  return id;
}
