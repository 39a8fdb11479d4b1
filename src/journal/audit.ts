import { type Claim, fails, holds } from "#domain/claim.ts";
import type { LedgerRow } from "#domain/ledger.ts";
import type { JournalEntry, RunRow } from "#ports/store.ts";
import { brokenLink } from "./chain.ts";

/** Whether the log of one run is whole: unbroken, and as long as the ledger says where the run has finished. */
export function auditRun({ run, finished }: RunRow, entries: readonly JournalEntry[], row: LedgerRow | undefined): Claim {
  const claim = `run ${run}`;
  const broken = brokenLink(run, entries);
  if (broken !== undefined) return fails(claim, broken.code, `log entry ${broken.sequence}: ${broken.reason}`);
  if (finished && row === undefined) return fails(claim, "run-unrecorded");
  if (row !== undefined && entries.length < row.entries)
    return fails(claim, "log-truncated", `${entries.length} of ${row.entries} log entries are left`);
  if (row !== undefined && (entries.length > row.entries || (entries.at(-1)?.hash ?? "") !== row.head))
    return fails(claim, "log-differs", "the log does not end at the entry that the ledger holds");
  return holds(claim, `${entries.length} log entries, unbroken${finished ? "" : "; not finished"}`);
}
