import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Ecosystem } from "#domain/advisory.ts";
import { AssayError } from "#domain/errors.ts";
import type { SnapshotPart } from "#ports/advisories.ts";
import { buildIndexes } from "./build-indexes.ts";
import { indexName } from "./index-file.ts";
import { osvRecords } from "./osv-records.ts";

export interface UpdateRequest {
  /** Absolute path of the snapshot's folder, which exists. */
  readonly folder: string;
  readonly ecosystems: readonly Ecosystem[];
  /** RFC 3339. */
  readonly now: string;
  readonly signal: AbortSignal;
  /** Where the archives lie, without a final `/`: `<base>/<ecosystem>/all.zip` each. */
  readonly base: string;
  /** Bound to the base's origin. */
  readonly fetch: typeof globalThis.fetch;
  /** Told before each ecosystem. */
  readonly begin?: (ecosystem: Ecosystem) => void;
}

/**
 * Fetches the archive of each ecosystem and replaces its index, one after the other; an index that could not be made stays as it was.
 * Rejects with AssayError `fetch-failed` or `snapshot-invalid`.
 */
export async function updateSnapshot(request: UpdateRequest): Promise<SnapshotPart[]> {
  const parts: SnapshotPart[] = [];
  for (const ecosystem of request.ecosystems) {
    request.begin?.(ecosystem);
    const archive = join(request.folder, `.${randomUUID()}.zip`);
    try {
      const source = `${request.base}/${ecosystem}/all.zip`;
      await download(source, archive, request);
      parts.push(...(await replaceIndexes(archive, [ecosystem], { ...request, source, fetched: request.now })));
    } finally {
      await rm(archive, { force: true });
    }
  }
  return parts;
}

/** Makes the indexes from an OSV export on this machine. */
export async function importExport(
  path: string,
  { folder, ecosystems, signal }: Pick<UpdateRequest, "folder" | "ecosystems" | "signal">,
): Promise<SnapshotPart[]> {
  return replaceIndexes(path, ecosystems, { folder, signal, source: path });
}

interface ReplaceOptions {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly source: string;
  readonly fetched?: string;
}

async function replaceIndexes(path: string, ecosystems: readonly Ecosystem[], options: ReplaceOptions): Promise<SnapshotPart[]> {
  const { folder } = options;
  const token = randomUUID();
  const draft = (ecosystem: Ecosystem): string => join(folder, `.${token}.${indexName(ecosystem)}`);
  try {
    const indexes = await buildIndexes({ ...options, records: osvRecords(path) }, ecosystems, draft);
    for (const index of indexes) index.close();
    const parts = indexes.map(({ part }) => part);
    const full = options.fetched === undefined ? parts.filter((part) => part.advisories > 0) : parts;
    const empty = parts.find((part) => part.advisories === 0);
    if (empty !== undefined && (full.length === 0 || options.fetched !== undefined))
      throw new AssayError("snapshot-invalid", `${options.source} holds no advisory of ${empty.ecosystem}`);
    for (const { ecosystem } of full) {
      await sync(draft(ecosystem));
      await rename(draft(ecosystem), join(folder, indexName(ecosystem)));
    }
    return full;
  } finally {
    for (const ecosystem of ecosystems) await rm(draft(ecosystem), { force: true });
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function download(source: string, file: string, { fetch, signal }: UpdateRequest): Promise<void> {
  try {
    const response = await fetch(source, { signal });
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
    await pipeline(
      Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
      createWriteStream(file, { mode: 0o600 }),
      { signal },
    );
  } catch (cause) {
    signal.throwIfAborted();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError("fetch-failed", `${source}: ${why}`, { cause });
  }
}
