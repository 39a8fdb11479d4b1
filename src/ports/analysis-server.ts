import type { Problem } from "#domain/completeness.ts";
import type { Workspace } from "./workspace.ts";

/** A project on a server that analyses code by itself, as the user configured it: nothing of it comes from the code under analysis. */
export interface ServerProject {
  /** Base address without a final slash. */
  readonly url: string;
  readonly key: string;
  readonly branch?: string | undefined;
  readonly pullRequest?: string | undefined;
  readonly token?: string | undefined;
  /** Bound to the server's origin; follows no redirect. */
  readonly fetch: typeof globalThis.fetch;
  /** How long an analysis that is under way is waited for. */
  readonly patienceMs: number;
  /** Between two questions about it. */
  readonly pauseMs: number;
  /** Those of the paths whose content in the workspace is not that of a commit; undefined where the commit is not known here. */
  readonly changedSince: (
    commit: string,
    workspace: Workspace,
    paths: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlySet<string> | undefined>;
  /** Sends files to the server first; gives the id of the server's task, or why there is none. Absent: somebody else does that. */
  readonly analyse?: (
    workspace: Workspace,
    files: readonly string[],
    signal: AbortSignal,
  ) => Promise<{ readonly task: string } | Problem>;
}
