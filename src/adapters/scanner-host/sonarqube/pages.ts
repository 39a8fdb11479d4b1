import type { Problem } from "#domain/completeness.ts";
import { dig, digList, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { ServerTrouble, type SonarClient } from "./client.ts";

const PAGE = 500;
/** Results that the server gives of one question, however many there are. */
const MOST_RESULTS = 10_000;
/** Files named in one question: an address has a length that servers take. */
const MOST_FILES = 20;

type Query = Readonly<Record<string, string | undefined>>;

/**
 * All items of a list that the server gives in pages. `undefined` where it has more than it gives. Rejects with ServerTrouble where the pages do not add up to what they
 * say.
 */
export async function allPages(client: SonarClient, path: string, query: Query, list: string): Promise<unknown[] | undefined> {
  const items: unknown[] = [];
  for (let page = 1; ; page++) {
    const said = await client.ask(path, { ...query, p: String(page), ps: String(PAGE) });
    const total = digWhole(said, "paging", "total") ?? digWhole(said, "total");
    if (total === undefined || total < 0 || !Array.isArray(dig(said, list)))
      throw new ServerTrouble("report-unreadable", `api/${path} answers no page of ${list}`);
    if (total > MOST_RESULTS) return undefined;
    const fresh = digList(said, list);
    items.push(...fresh);
    if (items.length >= total) return items;
    if (fresh.length === 0)
      throw new ServerTrouble("report-cut", `api/${path} gives ${items.length} of ${total} ${list}: the others are not here`);
  }
}

export interface FileQuery {
  readonly path: string;
  /** For everything at once. */
  readonly whole: Query;
  /** For some files only. */
  readonly only: (files: readonly string[]) => Query;
  readonly list: string;
}

/** The same, asked for a few files at a time where there are too many; a single file with more than the server gives is a problem. */
export async function allOfFiles(
  client: SonarClient,
  { path, whole, only, list }: FileQuery,
  files: readonly string[],
): Promise<{ items: unknown[]; problems: Problem[] }> {
  const all = await allPages(client, path, whole, list);
  if (all !== undefined) return { items: all, problems: [] };
  const items: unknown[] = [];
  const problems: Problem[] = [];
  const queue: (readonly string[])[] = [];
  for (let at = 0; at < files.length; at += MOST_FILES) queue.push(files.slice(at, at + MOST_FILES));
  for (let some = queue.pop(); some !== undefined; some = queue.pop()) {
    const found = await allPages(client, path, only(some), list);
    const half = Math.ceil(some.length / 2);
    if (found !== undefined) items.push(...found);
    else if (some.length > 1) queue.push(some.slice(0, half), some.slice(half));
    else problems.push({ code: "report-cut", message: `the server gives no more than ${MOST_RESULTS} results of ${some[0]}` });
  }
  return { items, problems };
}
