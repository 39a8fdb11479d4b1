import type { ClaimReason } from "#domain/claim.ts";
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

export interface BrokenLink {
  /** 0-based place in the log as it is given. */
  readonly sequence: number;
  readonly code: ClaimReason;
  readonly reason: string;
}

/** The first broken link and what is wrong there, or undefined for an intact chain. An empty log is intact. */
export function brokenLink(run: RunId, entries: readonly JournalEntry[]): BrokenLink | undefined {
  let previous = chainStart(run);
  for (const [index, entry] of entries.entries()) {
    const { hash, ...body } = entry;
    const broken = (code: ClaimReason, reason: string): BrokenLink => ({ sequence: index, code, reason });
    if (entry.run !== run) return broken("entry-of-another-run", "the entry belongs to another run");
    if (entry.sequence !== index) return broken(misplaced(entries, index), `the entry says it is number ${entry.sequence}`);
    if (entry.previous !== previous) return broken("entry-cut-off", "the entry does not follow the one before it");
    if (digestJson(body) !== hash) return broken("entry-edited", "the entry does not have the digest it claims");
    previous = hash;
  }
  return undefined;
}

/** Whether the entry that belongs here is elsewhere, is gone, or this one stood here before. */
function misplaced(entries: readonly JournalEntry[], index: number): ClaimReason {
  const { sequence } = entries[index] as JournalEntry;
  if (entries.findIndex((entry) => entry.sequence === sequence) < index) return "entry-repeated";
  return entries.some((entry) => entry.sequence === index) ? "entry-moved" : "entry-missing";
}
