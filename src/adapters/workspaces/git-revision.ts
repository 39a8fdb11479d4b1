import { commitEntries } from "#adapters/git/entries.ts";
import { resolveCommit } from "#adapters/git/revision.ts";
import type { Workspace } from "#ports/workspace.ts";
import { type BlobOptions, createBlobWorkspace } from "./blob-workspace.ts";

/** The files of one commit. Throws AssayError `git-failed` when the revision names none. */
export async function openRevisionWorkspace(
  options: BlobOptions & { readonly revision: string },
  signal: AbortSignal,
): Promise<Workspace> {
  return openCommitWorkspace(options, await resolveCommit(options.git, options.revision, signal));
}

/** The same for the id of a commit that is known to be here. */
export function openCommitWorkspace(options: BlobOptions, commit: string): Workspace {
  return createBlobWorkspace(options, (signal) => commitEntries(options.git, commit, signal));
}
