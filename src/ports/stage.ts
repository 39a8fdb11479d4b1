import type { Workspace } from "./workspace.ts";

/** A private copy on this machine's disk. */
export interface StagedTree {
  /** Absolute host path of the copy's root. */
  readonly host: string;
  /** Folders of the original that are too large to copy (dependencies), to be mounted read-only at the same place. Repository-relative. */
  readonly linked: readonly string[];
  /** Removes the copy; may be called twice. */
  dispose(): Promise<void>;
}

export interface StageRequest {
  readonly workspace: Workspace;
  /** Copies only these repository-relative paths; undefined copies the project without `.git` and dependency folders. */
  readonly only?: readonly string[];
  /** Appended to the copy of a path, for sentinels. */
  readonly append?: (path: string) => string | undefined;
  /** Extra files by repository-relative path. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Makes private copies of workspaces for programs that need files. Symbolic links are never followed nor copied. */
export interface Stager {
  stage(request: StageRequest, signal: AbortSignal): Promise<StagedTree>;
  /** An empty private folder. */
  scratch(): Promise<StagedTree>;
}
