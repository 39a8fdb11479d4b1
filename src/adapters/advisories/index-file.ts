import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { Advisory, Ecosystem, ECOSYSTEMS } from "#domain/advisory.ts";
import { AssayError } from "#domain/errors.ts";
import type { SnapshotPart } from "#ports/advisories.ts";

export const FORMAT = 1;

/** What an index says of itself. */
export const About = z.strictObject({
  format: z.literal(FORMAT),
  ecosystem: Ecosystem,
  advisories: z.int().min(0),
  unreadable: z.int().min(0),
  newest: z.string(),
  fetched: z.string().optional(),
  source: z.string(),
  digest: z.string(),
});

export type About = z.infer<typeof About>;

/** An open index of one ecosystem. */
export interface AdvisoryIndex {
  readonly part: SnapshotPart;
  lookup(name: string): readonly Advisory[];
  close(): void;
}

/** Opens an index for reading. Throws AssayError `snapshot-invalid` for a file that is none of this version. */
export function openIndex(file: string): AdvisoryIndex {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const row = database.prepare("select body from about").get();
    return indexReader(database, About.parse(JSON.parse(String(row?.["body"]))));
  } catch (cause) {
    database?.close();
    throw new AssayError("snapshot-invalid", `${file} is no advisory index of this version of assay`, { cause });
  }
}

/** Reads from an open database. */
export function indexReader(database: DatabaseSync, about: About): AdvisoryIndex {
  const { format: _, fetched, ...rest } = about;
  const find = database.prepare("select body from advisory where name = ? order by rowid");
  return {
    part: { ...rest, ...(fetched !== undefined && { fetched }) },
    lookup: (name) =>
      find
        .all(name)
        .map(({ body }) => Advisory.parse(JSON.parse(String(body))))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    close: () => database.close(),
  };
}

/** Name of an ecosystem's index in a snapshot's folder. */
export function indexName(ecosystem: Ecosystem): string {
  return `${ecosystem}.sqlite`;
}

/** The ecosystem that an index's file name tells. */
export function ecosystemOf(name: string): Ecosystem | undefined {
  return ECOSYSTEMS.find((ecosystem) => indexName(ecosystem) === name);
}
