import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { openPromise } from "yauzl";
import { AssayError } from "#domain/errors.ts";
import { compareText } from "#lib/compare.ts";

/** One record of an export. */
export interface OsvText {
  /** Name of the file or of the archive's entry. */
  readonly name: string;
  /** Undefined for one that is too large to be a record. */
  readonly text: string | undefined;
}

/** Advisories are texts of kilobytes; long lists of versions make them larger. */
const LONGEST_RECORD = 16 << 20;

/**
 * Records of an OSV export: a JSON file, an archive of them (`all.zip`), or a folder that holds either, at any depth. Folders in the order of
 * names. Rejects with AssayError `snapshot-invalid` for what is none of these.
 */
export async function* osvRecords(path: string): AsyncGenerator<OsvText> {
  const kind = await stat(path).catch((cause: unknown) => {
    throw new AssayError("snapshot-invalid", `${path} cannot be read`, { cause });
  });
  if (kind.isDirectory()) yield* folderRecords(path);
  else if (path.endsWith(".zip")) yield* archiveRecords(path);
  else if (path.endsWith(".json")) yield fileRecord(path, kind.size, await readFile(path));
  else throw new AssayError("snapshot-invalid", `${path} is neither a folder nor a .zip nor a .json file`);
}

async function* folderRecords(folder: string): AsyncGenerator<OsvText> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => compareText(a.name, b.name))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() || (entry.isFile() && /\.(?:zip|json)$/u.test(entry.name))) yield* osvRecords(path);
  }
}

function fileRecord(name: string, size: number, bytes: Uint8Array): OsvText {
  return { name, text: size > LONGEST_RECORD ? undefined : new TextDecoder().decode(bytes) };
}

async function* archiveRecords(path: string): AsyncGenerator<OsvText> {
  try {
    const archive = await openPromise(path);
    for await (const entry of archive.eachEntry()) {
      if (!entry.fileName.endsWith(".json")) continue;
      if (entry.uncompressedSize > LONGEST_RECORD) {
        yield { name: entry.fileName, text: undefined };
        continue;
      }
      // The library breaks off where an entry turns out longer than it says.
      const chunks: Uint8Array[] = [];
      for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
      yield { name: entry.fileName, text: Buffer.concat(chunks).toString("utf8") };
    }
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw new AssayError(
      "snapshot-invalid",
      `${path} is no whole archive: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
}
