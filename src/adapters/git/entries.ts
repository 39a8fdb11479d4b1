import { isUtf8 } from "node:buffer";
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

export interface IndexEntries extends Entries {
  /** Paths that a sparse checkout leaves out of the work tree. */
  readonly sparse: ReadonlySet<string>;
}

const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u;
/** A gate, its judges and its base speak of the same few commits. */
const KEPT_COMMITS = 4;
const kept = new WeakMap<Git, Map<string, Entries>>();

/** Every file of a commit. What a full id names never changes, so that git is asked once for each of the last few. */
export async function commitEntries(git: Git, commit: string, signal: AbortSignal): Promise<Entries> {
  const known = kept.get(git) ?? new Map<string, Entries>();
  kept.set(git, known);
  const before = known.get(commit);
  if (before !== undefined) return before;
  // mode SP type SP id TAB path NUL
  const entries = parse(await git.run(["ls-tree", "-r", "-z", "--full-tree", commit], { signal }), (fields) => ({
    mode: fields[0],
    id: fields[2],
  }));
  if (COMMIT_ID.test(commit)) known.set(commit, entries);
  for (const oldest of known.keys()) {
    if (known.size <= KEPT_COMMITS) break;
    known.delete(oldest);
  }
  return entries;
}

/** Questions about the index that have no answer yet, by the signal of the work that they belong to. */
const asked = new WeakMap<Git, WeakMap<AbortSignal, Promise<IndexEntries>>>();

/** Every file of the index. Who asks for the same work while git is being asked gets the same answer. */
export function indexEntries(git: Git, signal: AbortSignal): Promise<IndexEntries> {
  const ofGit = asked.get(git) ?? new WeakMap<AbortSignal, Promise<IndexEntries>>();
  asked.set(git, ofGit);
  const open = ofGit.get(signal);
  if (open !== undefined) return open;
  const answer = readIndex(git, signal).finally(() => ofGit.delete(signal));
  ofGit.set(signal, answer);
  return answer;
}

async function readIndex(git: Git, signal: AbortSignal): Promise<IndexEntries> {
  const sparse = new Set<string>();
  // tag SP mode SP id SP stage TAB path NUL
  const output = await git.run(["ls-files", "-z", "-t", "--stage", "--cached"], { signal });
  const entries = parse(output, ([tag, mode, id, stage], path) => {
    if (tag === "S") sparse.add(path);
    return { mode, id, conflict: stage !== "0" };
  });
  return { ...entries, sparse };
}

interface Fields {
  readonly mode: string | undefined;
  readonly id: string | undefined;
  readonly conflict?: boolean;
}

function parse(output: Uint8Array, read: (fields: readonly string[], path: string) => Fields): Entries {
  const entries = new Map<string, BlobEntry>();
  const problems = new Map<string, Problem>();
  for (const { head, path, exact, raw } of records(Buffer.from(output.buffer, output.byteOffset, output.byteLength))) {
    const { mode = "", id = "", conflict = false } = read(head.split(" "), path);
    if (!exact || !isRepoPath(path)) {
      const name = raw();
      problems.set(name, { code: "bad-name", message: `the name cannot be used as a path: ${JSON.stringify(name)}` });
    } else if (conflict) problems.set(path, { path, code: "unmerged", message: "has an unresolved merge conflict" });
    else entries.set(path, { path, id, kind: mode === "160000" ? "submodule" : mode === "120000" ? "link" : "file" });
  }
  return { entries, problems: [...problems.values()] };
}

interface Row {
  /** Before the tab. */
  readonly head: string;
  /** What follows it, as UTF-8. */
  readonly path: string;
  /** False when the bytes of the name are not UTF-8. */
  readonly exact: boolean;
  /** The name, a character a byte. */
  readonly raw: () => string;
}

/** Records that end with NUL. */
function* records(output: Buffer): Generator<Row> {
  // One reading for all where everything is UTF-8: a buffer for each name costs more than all else that is done with it.
  if (isUtf8(output)) {
    for (const record of output.toString("utf8").split("\0")) {
      const tab = record.indexOf("\t");
      const path = record.slice(tab + 1);
      const raw = () => Buffer.from(path, "utf8").toString("latin1");
      if (record !== "") yield { head: record.slice(0, Math.max(tab, 0)), path, exact: true, raw };
    }
    return;
  }
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    const record = output.subarray(start, end === -1 ? output.length : end);
    start = end === -1 ? output.length : end + 1;
    const tab = record.indexOf(9);
    const name = record.subarray(tab + 1);
    const head = record.subarray(0, Math.max(tab, 0)).toString("latin1");
    yield { head, path: name.toString("utf8"), exact: isUtf8(name), raw: () => name.toString("latin1") };
  }
}
