import { createHash, hash } from "node:crypto";
import { AssayError } from "#domain/errors.ts";
import type { Git } from "./git.ts";

/** What an id names never changes: the contents read last are kept up to so many bytes, and so many sizes. */
const MOST_KEPT_BYTES = 8 << 20;
const MOST_KEPT_SIZES = 50_000;

interface Kept {
  readonly blobs: Map<string, Uint8Array>;
  readonly sizes: Map<string, number>;
  bytes: number;
}

const kept = new WeakMap<Git, Kept>();

function keptOf(git: Git): Kept {
  const known = kept.get(git) ?? { blobs: new Map<string, Uint8Array>(), sizes: new Map<string, number>(), bytes: 0 };
  kept.set(git, known);
  return known;
}

const SMALL_BYTES = 65_536;

/** Sizes in bytes by object id, for those that exist here. */
export async function blobSizes(git: Git, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const known = keptOf(git).sizes;
  const sizes = new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id) as number] as const] : [])));
  const unknown = ids.filter((id) => !sizes.has(id));
  if (unknown.length === 0) return sizes;
  const output = await git.run(["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"], {
    signal,
    stdin: unknown.map((id) => `${id}\n`).join(""),
  });
  if (known.size + unknown.length > MOST_KEPT_SIZES) known.clear();
  for (const line of Buffer.from(output).toString("latin1").trimEnd().split("\n")) {
    const [id = "", type, size] = line.split(" ");
    if (type !== "blob") continue;
    sizes.set(id, Number(size));
    if (unknown.length <= MOST_KEPT_SIZES) known.set(id, Number(size));
  }
  return sizes;
}

/** Contents by object id, as they are stored: no filter or line-end conversion is applied. Throws AssayError `git-failed` when one is missing. */
export async function readBlobs(git: Git, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Uint8Array>> {
  const blobs = new Map<string, Uint8Array>();
  const known = keptOf(git);
  const unknown = ids.filter((id) => {
    const bytes = known.blobs.get(id);
    if (bytes !== undefined) blobs.set(id, bytes);
    return bytes === undefined;
  });
  if (unknown.length === 0) return blobs;
  const output = await git.run(["cat-file", "--batch"], { signal, stdin: unknown.map((id) => `${id}\n`).join("") });
  if (output.length <= MOST_KEPT_BYTES && known.bytes + output.length > MOST_KEPT_BYTES) {
    known.blobs.clear();
    known.bytes = 0;
  }
  for (let position = 0; position < output.length; ) {
    // id SP type SP size LF content LF
    const end = output.indexOf(10, position);
    const header = Buffer.from(output.subarray(position, end)).toString("latin1");
    const [id = "", type, size] = header.split(" ");
    if (type !== "blob")
      throw new AssayError("git-failed", `git cat-file: ${header}`, { hint: "The object is not in this clone; fetch it." });
    const start = end + 1;
    const bytes = output.subarray(start, start + Number(size));
    blobs.set(id, bytes);
    if (output.length <= MOST_KEPT_BYTES) known.blobs.set(id, bytes);
    position = start + Number(size) + 1;
  }
  if (output.length <= MOST_KEPT_BYTES) known.bytes += output.length;
  return blobs;
}

/** Id of a content as a git blob, in the hash that `like` (another id of the repository) is of. */
export function blobId(bytes: Uint8Array, like: string): string {
  const algorithm = like.length === 64 ? "sha256" : "sha1";
  const header = Buffer.from(`blob ${bytes.length}\0`);
  // Of small files the greater part of the time went into making the object that digests them.
  if (bytes.length <= SMALL_BYTES) return hash(algorithm, Buffer.concat([header, bytes]), "hex");
  return createHash(algorithm).update(header).update(bytes).digest("hex");
}
