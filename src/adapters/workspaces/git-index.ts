import { indexEntries } from "#adapters/git/entries.ts";
import type { Workspace } from "#ports/workspace.ts";
import { type BlobOptions, createBlobWorkspace } from "./blob-workspace.ts";

/** The files of the index: what the next commit would hold. */
export function createIndexWorkspace(options: BlobOptions): Workspace {
  return createBlobWorkspace(options, (signal) => indexEntries(options.git, signal));
}
