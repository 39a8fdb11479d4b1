import { lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { blobId } from "#adapters/git/blobs.ts";
import type { BlobEntry } from "#adapters/git/entries.ts";
import type { Problem } from "#domain/completeness.ts";
import { NODE_CALLS } from "./disk-calls.ts";
import type { DiskIds } from "./disk-ids.ts";
import { locate, readRegular } from "./read-regular.ts";

/** Work-tree files beyond this are not read to see whether they changed: a problem. */
const MOST_READ = 256 << 20;

type Seen =
  | { readonly kind: "entry"; readonly entry: BlobEntry }
  | { readonly kind: "gone" }
  | { readonly kind: "problem"; readonly problem: Problem };

interface Expected {
  readonly tracked: BlobEntry | undefined;
  /** An id of this repository, for the kind of its digests. */
  readonly like: string;
  readonly known: DiskIds | undefined;
}

/** What lies at a path of the work tree, compared with what git tracks there. */
export function onDisk(root: string, path: string, { tracked, like, known }: Expected): Seen {
  const seen = known?.seen(path);
  if (seen !== undefined) return { kind: "entry", entry: { path, kind: "file", id: seen } };
  const full = join(root, path);
  try {
    const stats = lstatSync(full, { bigint: true });
    if (stats.isSymbolicLink())
      return { kind: "entry", entry: { path, kind: "link", id: blobId(Buffer.from(readlinkSync(full)), like) } };
    if (!stats.isFile()) return { kind: "gone" };
    if (stats.size > MOST_READ) {
      const message = `${stats.size} bytes, too large to be compared`;
      return { kind: "problem", problem: { path, code: "too-large", message } };
    }
    const before = known?.of(path, stats);
    if (before !== undefined) return { kind: "entry", entry: { path, kind: "file", id: before } };
    const { bytes } = readRegular(locate(root, path, NODE_CALLS), NODE_CALLS);
    const id = blobId(bytes, like);
    if (tracked?.kind === "file" && id !== tracked.id && bytes.includes(13)) {
      const plain = Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll("\r\n", "\n"), "latin1");
      if (blobId(plain, like) === tracked.id) return { kind: "entry", entry: tracked };
    }
    known?.keep(path, stats, id);
    return { kind: "entry", entry: { path, kind: "file", id } };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR" || code === "path-missing") return { kind: "gone" };
    const message = `cannot be read (${code === "" ? String(error) : code})`;
    return { kind: "problem", problem: { path, code: "unreadable", message } };
  }
}

/** Undefined for what cannot be read. */
export function readDisk(root: string, path: string): Uint8Array | undefined {
  try {
    return readRegular(locate(root, path, NODE_CALLS), NODE_CALLS).bytes;
  } catch {
    // Gone since it was compared: its lines are unknown, the change itself stands.
    return undefined;
  }
}
