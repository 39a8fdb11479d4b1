import type { Problem } from "#domain/completeness.ts";
import { isRepoPath } from "#domain/ids.ts";
import type { Git } from "./git.ts";

export interface BlobEntry {
  readonly path: string;
  readonly kind: "file" | "link" | "submodule";
  /** Object id, hexadecimal. */
  readonly id: string;
}

export interface Entries {
  /** By path, in git's order. */
  readonly entries: ReadonlyMap<string, BlobEntry>;
  /** Names that cannot be used, and files with unresolved merge conflicts. */
  readonly problems: readonly Problem[];
}

/** Every file of a commit. */
export async function commitEntries(git: Git, commit: string, signal: AbortSignal): Promise<Entries> {
  // mode SP type SP id TAB path NUL
  return parse(await git.run(["ls-tree", "-r", "-z", "--full-tree", commit], { signal }), (fields) => ({
    mode: fields[0],
    id: fields[2],
  }));
}

/** Every file of the index. */
export async function indexEntries(git: Git, signal: AbortSignal): Promise<Entries> {
  // mode SP id SP stage TAB path NUL
  return parse(await git.run(["ls-files", "-z", "--stage", "--cached"], { signal }), (fields) => ({
    mode: fields[0],
    id: fields[1],
    conflict: fields[2] !== "0",
  }));
}

interface Fields {
  readonly mode: string | undefined;
  readonly id: string | undefined;
  readonly conflict?: boolean;
}

function parse(output: Uint8Array, read: (fields: readonly string[]) => Fields): Entries {
  const entries = new Map<string, BlobEntry>();
  const problems = new Map<string, Problem>();
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    const record = output.subarray(start, end === -1 ? output.length : end);
    start = end === -1 ? output.length : end + 1;
    const tab = record.indexOf(9);
    const { mode = "", id = "", conflict = false } = read(Buffer.from(record.subarray(0, tab)).toString("latin1").split(" "));
    const name = Buffer.from(record.subarray(tab + 1));
    const path = name.toString("utf8");
    if (!Buffer.from(path, "utf8").equals(name) || !isRepoPath(path)) {
      problems.set(name.toString("latin1"), {
        code: "bad-name",
        message: `the name cannot be used as a path: ${JSON.stringify(name.toString("latin1"))}`,
      });
    } else if (conflict) problems.set(path, { path, code: "unmerged", message: "has an unresolved merge conflict" });
    else entries.set(path, { path, id, kind: mode === "160000" ? "submodule" : mode === "120000" ? "link" : "file" });
  }
  return { entries, problems: [...problems.values()] };
}
