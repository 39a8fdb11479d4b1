import { createHash } from "node:crypto";
import { AssayError } from "#domain/errors.ts";
import type { Git } from "./git.ts";

/** Sizes in bytes by object id, for those that exist here. */
export async function blobSizes(git: Git, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const output = await git.run(["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"], {
    signal,
    stdin: ids.map((id) => `${id}\n`).join(""),
  });
  const lines = Buffer.from(output)
    .toString("latin1")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "));
  return new Map(lines.filter((fields) => fields[1] === "blob").map((fields) => [fields[0] ?? "", Number(fields[2])]));
}

/** Contents by object id, as they are stored: no filter or line-end conversion is applied. Throws AssayError `git-failed` when one is missing. */
export async function readBlobs(git: Git, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Uint8Array>> {
  const blobs = new Map<string, Uint8Array>();
  if (ids.length === 0) return blobs;
  const output = await git.run(["cat-file", "--batch"], { signal, stdin: ids.map((id) => `${id}\n`).join("") });
  for (let position = 0; position < output.length; ) {
    // id SP type SP size LF content LF
    const end = output.indexOf(10, position);
    const header = Buffer.from(output.subarray(position, end)).toString("latin1");
    const [id = "", type, size] = header.split(" ");
    if (type !== "blob")
      throw new AssayError("git-failed", `git cat-file: ${header}`, { hint: "The object is not in this clone; fetch it." });
    const start = end + 1;
    blobs.set(id, output.subarray(start, start + Number(size)));
    position = start + Number(size) + 1;
  }
  return blobs;
}

/** Id of a content as a git blob, in the hash that `like` (another id of the repository) is of. */
export function blobId(bytes: Uint8Array, like: string): string {
  return createHash(like.length === 64 ? "sha256" : "sha1")
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest("hex");
}
