import { digest, digestJson } from "#lib/digest.ts";
import type { ClaimReason } from "./claim.ts";
import type { RunId } from "./ids.ts";

/** One finished run, chained to the one that finished before it, so that neither a run nor the end of its log can go unnoticed. */
export interface LedgerRow {
  /** From 0, without gaps, in the order in which runs finished. */
  readonly number: number;
  readonly run: RunId;
  /** How many entries its log had, and the hash of the last one; empty for a log without entries. */
  readonly entries: number;
  readonly head: string;
  /** Hash of the row before, or {@link LEDGER_START}. */
  readonly previous: string;
  readonly hash: string;
}

export const LEDGER_START = digest("assay ledger");

export function makeLedgerRow(
  last: LedgerRow | undefined,
  run: RunId,
  end: { readonly sequence: number; readonly hash: string } | undefined,
): LedgerRow {
  const body = {
    number: last === undefined ? 0 : last.number + 1,
    run,
    entries: end === undefined ? 0 : end.sequence + 1,
    head: end?.hash ?? "",
    previous: last?.hash ?? LEDGER_START,
  };
  return { ...body, hash: digestJson(body) };
}

/** The first broken row and what is wrong there, or undefined. */
export function brokenLedger(
  rows: readonly LedgerRow[],
): { readonly number: number; readonly code: ClaimReason; readonly reason: string } | undefined {
  let previous = LEDGER_START;
  for (const [index, { hash, ...body }] of rows.entries()) {
    const broken = (code: ClaimReason, reason: string) => ({ number: index, code, reason });
    if (body.number !== index) return broken("entry-missing", `the row says it is number ${body.number}`);
    if (body.previous !== previous) return broken("entry-cut-off", "the row does not follow the one before it");
    if (digestJson(body) !== hash) return broken("entry-edited", "the row does not have the digest it claims");
    previous = hash;
  }
  return undefined;
}
