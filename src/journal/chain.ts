import type { RunId } from "#domain/ids.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { digestJson } from "#lib/digest.ts";
import type { JournalEntry } from "#ports/store.ts";

/** What the first entry of a run names as its predecessor. */
export function chainStart(run: RunId): string {
  return digestJson({ run });
}

export function makeEntry(
  run: RunId,
  sequence: number,
  type: JournalEntry["type"],
  name: string,
  value: unknown,
  previous: string,
): JournalEntry {
  const body = { run, sequence, type, name, payload: canonicalJson(value ?? null), previous };
  return { ...body, hash: digestJson(body) };
}

/** The place of the first broken link (0-based sequence) and what is wrong there, or undefined for an intact chain. */
export function brokenLink(run: RunId, entries: readonly JournalEntry[]): { sequence: number; reason: string } | undefined {
  let previous = chainStart(run);
  for (const [index, entry] of entries.entries()) {
    const { hash, ...body } = entry;
    if (entry.run !== run) return { sequence: index, reason: "the entry belongs to another run" };
    if (entry.sequence !== index) return { sequence: index, reason: `the entry says it is number ${entry.sequence}` };
    if (entry.previous !== previous) return { sequence: index, reason: "the entry does not follow the one before it" };
    if (digestJson(body) !== hash) return { sequence: index, reason: "the entry does not have the digest it claims" };
    previous = hash;
  }
  return undefined;
}
