import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { readOsv } from "#analysis/advisories/read-osv.ts";
import type { Advisory, Ecosystem } from "#domain/advisory.ts";
import { type About, type AdvisoryIndex, FORMAT, indexReader } from "./index-file.ts";
import type { OsvText } from "./osv-records.ts";

export interface IndexSource {
  readonly records: AsyncIterable<OsvText>;
  /** An address or a path, to be shown. */
  readonly source: string;
  /** RFC 3339. */
  readonly fetched?: string;
  readonly signal: AbortSignal;
}

/**
 * Writes one index for each wanted ecosystem, also where the export says nothing of it. `fileOf` gives the path of a file that does not
 * exist yet, or `:memory:`. Gives the indexes, open.
 */
export async function buildIndexes(
  { records, source, fetched, signal }: IndexSource,
  wanted: readonly Ecosystem[],
  fileOf: (ecosystem: Ecosystem) => string,
): Promise<AdvisoryIndex[]> {
  const writers = new Map(wanted.map((ecosystem) => [ecosystem, indexWriter(fileOf(ecosystem))]));
  const hash = createHash("sha256");
  let unreadable = 0;
  let steps = 0;
  try {
    for await (const { name, text } of records) {
      if (++steps % 500 === 0) await setImmediate();
      signal.throwIfAborted();
      hash.update(`${name}\0${text ?? ""}\0`);
      const said = text === undefined ? undefined : readOsv(text);
      if (said === undefined) unreadable++;
      for (const { ecosystem, name: subject, advisory } of said ?? []) writers.get(ecosystem)?.add(subject, advisory);
    }
  } catch (error) {
    for (const writer of writers.values()) writer.database.close();
    throw error;
  }
  const digest = `sha256:${hash.digest("hex")}`;
  return [...writers].map(([ecosystem, writer]) => {
    const about = { format: FORMAT, ecosystem, unreadable, source, digest, ...(fetched !== undefined && { fetched }) } as const;
    return writer.finish(about);
  });
}

function indexWriter(file: string) {
  const database = new DatabaseSync(file);
  // Nobody reads it before it is whole and has its name.
  database.exec("pragma journal_mode = off; pragma synchronous = off; begin");
  database.exec("create table about (body text not null); create table advisory (name text not null, body text not null)");
  const insert = database.prepare("insert into advisory (name, body) values (?, ?)");
  let [advisories, newest] = [0, ""];
  return {
    database,
    add(name: string, advisory: Advisory): void {
      insert.run(name, JSON.stringify(advisory));
      advisories++;
      if (advisory.modified > newest) newest = advisory.modified;
    },
    finish(about: Omit<About, "advisories" | "newest">): AdvisoryIndex {
      const whole: About = { ...about, advisories, newest };
      database.prepare("insert into about (body) values (?)").run(JSON.stringify(whole));
      database.exec("create index by_name on advisory (name); commit");
      return indexReader(database, whole);
    },
  };
}
