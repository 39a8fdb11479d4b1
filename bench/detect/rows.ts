import { readFileSync } from "node:fs";
import { AssayError } from "#domain/errors.ts";
import { digest } from "#lib/digest.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface RowFile {
  /** Digest of the file, so that two results can be known to speak of the same data. */
  readonly digest: string;
  readonly rows: readonly Row[];
}

/** A file with one JSON object a line; empty lines are passed over. Throws AssayError `usage` with the line's number for anything else. */
export function readRows(path: string): RowFile {
  const bytes = readBytes(path);
  return { digest: digest(bytes), rows: parseRows(bytes.toString("utf8")) };
}

/** Bytes of a file that the user named. Throws AssayError `path-missing` when it cannot be read. */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AssayError("path-missing", `${path} cannot be read`, { cause });
  }
}

export function parseRows(text: string): Row[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch (cause) {
      throw new AssayError("usage", `line ${index + 1} is not JSON`, { cause });
    }
    if (typeof row !== "object" || row === null || Array.isArray(row))
      throw new AssayError("usage", `line ${index + 1} is not a JSON object`);
    return [row as Row];
  });
}
