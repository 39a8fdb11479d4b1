import { constants } from "node:fs";
import { z } from "zod";
import { Digest, RepoPath } from "#domain/ids.ts";
import { digest } from "#lib/digest.ts";
import type { DiskCalls } from "./disk-calls.ts";
import { readRegular } from "./read-regular.ts";

/** What a `replace` was about to do: written before its first rename, removed after its last. */
const ReplaceRecord = z.strictObject({
  schemaVersion: z.literal(1),
  root: z.string(),
  steps: z.array(
    z.strictObject({ path: RepoPath, target: z.string(), fresh: z.string(), old: z.string(), before: Digest, after: Digest }),
  ),
});
type ReplaceRecord = z.infer<typeof ReplaceRecord>;

export interface RecordContent {
  readonly root: string;
  readonly steps: readonly { path: string; target: string; fresh: string; old: string; before: string; after: string }[];
}

/** The record is on the disk, whole, when this returns. */
export function writeRecord(folder: string, content: RecordContent, calls: DiskCalls): void {
  const path = recordPath(folder, content.root);
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 1, ...content }));
  const descriptor = calls.openSync(
    `${path}.new`,
    constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    for (let offset = 0; offset < bytes.length; ) offset += calls.writeSync(descriptor, bytes, offset);
    calls.fsyncSync(descriptor);
  } finally {
    calls.closeSync(descriptor);
  }
  calls.renameSync(`${path}.new`, path);
}

/** The record that an earlier call for this project left behind. A record that is not ours or not whole is an internal error. */
export function readRecord(folder: string, root: string, calls: DiskCalls): ReplaceRecord | undefined {
  const path = recordPath(folder, root);
  if (calls.lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  const record = ReplaceRecord.parse(JSON.parse(Buffer.from(readRegular(path, calls).bytes).toString("utf8")));
  return record.root === root ? record : undefined;
}

export function removeRecord(folder: string, root: string, calls: DiskCalls): void {
  for (const path of [recordPath(folder, root), `${recordPath(folder, root)}.new`]) {
    if (calls.lstatSync(path, { throwIfNoEntry: false }) !== undefined) calls.unlinkSync(path);
  }
}

function recordPath(folder: string, root: string): string {
  return `${folder}/replace-${digest(root).slice(7, 39)}.json`;
}
