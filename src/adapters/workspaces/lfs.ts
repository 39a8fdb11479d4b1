import { createHash } from "node:crypto";
import { blobSizes, readBlobs } from "#adapters/git/blobs.ts";
import type { BlobEntry } from "#adapters/git/entries.ts";
import type { Git } from "#adapters/git/git.ts";
import { locate, readRegular } from "./read-regular.ts";
import { NODE_CALLS } from "./disk-calls.ts";

/** Pointers are shorter; the format is https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md. */
const MOST_POINTER_BYTES = 1024;
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/[\s\S]*^oid sha256:([0-9a-f]{64})$/mu;

/** Where git keeps a pointer and the work tree the large file that it names, the file counts as what git keeps. Changes `entries`. */
export async function sameByPointer(
  git: Git,
  entries: Map<string, BlobEntry>,
  before: ReadonlyMap<string, BlobEntry>,
  signal: AbortSignal,
): Promise<void> {
  const differing = [...before.values()].filter(({ path, id, kind }) => {
    const now = entries.get(path);
    return kind === "file" && now?.kind === "file" && now.id !== id;
  });
  const sizes = await blobSizes(git, [...new Set(differing.map(({ id }) => id))], signal);
  const maybe = differing.filter(({ id }) => (sizes.get(id) ?? MOST_POINTER_BYTES) < MOST_POINTER_BYTES);
  const blobs = await readBlobs(git, [...new Set(maybe.map(({ id }) => id))], signal);
  for (const entry of maybe) {
    const named = POINTER.exec(Buffer.from(blobs.get(entry.id) ?? []).toString("latin1"))?.[1];
    if (named === undefined) continue;
    const { bytes } = readRegular(locate(git.root, entry.path, NODE_CALLS), NODE_CALLS);
    if (createHash("sha256").update(bytes).digest("hex") === named) entries.set(entry.path, entry);
  }
}
