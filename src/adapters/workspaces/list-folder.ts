import { isUtf8 } from "node:buffer";
import type { Dirent } from "node:fs";
import type { DiskCalls } from "./disk-calls.ts";

/** What lies in a folder. */
export interface Named {
  /** Undefined for what is no UTF-8. */
  readonly name: string | undefined;
  readonly entry: Pick<Dirent, "isDirectory" | "isFile" | "isSymbolicLink">;
  /** The name, a character a byte. */
  readonly raw: () => string;
}

/** Stands for what is no UTF-8 where names are read as texts: a folder that has one is read as bytes, which takes thrice as long. */
const REPLACED = "\ufffd";

/** Throws the system's error. */
export function listFolder(path: string, calls: DiskCalls): readonly Named[] {
  const entries = calls.readdirSync(path, { withFileTypes: true });
  if (!entries.some(({ name }) => name.includes(REPLACED)))
    return entries.map((entry) => ({
      name: entry.name,
      entry,
      raw: () => Buffer.from(entry.name, "utf8").toString("latin1"),
    }));
  return calls.readdirSync(path, { withFileTypes: true, encoding: "buffer" }).map((entry) => ({
    name: isUtf8(entry.name) ? entry.name.toString("utf8") : undefined,
    entry,
    raw: () => entry.name.toString("latin1"),
  }));
}
