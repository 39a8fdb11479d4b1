import type { RunId } from "#domain/ids.ts";
import type { LedgerRow } from "#domain/ledger.ts";

/** One line of the log. `hash` = digest of the canonical form of all other fields; `previous` = the hash before it in the same run. */
export interface JournalEntry {
  readonly run: RunId;
  /** From 0, without gaps. */
  readonly sequence: number;
  /** `event` for RunEvents, `step` for recorded step results. */
  readonly type: "event" | "step";
  readonly name: string;
  /** Canonical JSON. */
  readonly payload: string;
  readonly previous: string;
  readonly hash: string;
}

export interface RunRow {
  readonly run: RunId;
  /** Digest of what was asked: command, root, settings, tool version. An unfinished run with the same key is resumed. */
  readonly key: string;
  readonly finished: boolean;
}

/** Append-only log of runs, and content-addressed blobs. Every write is durable before the promise resolves. */
export interface Store {
  /**
   * Claims the unfinished run with this key, or begins `fresh`. Throws AssayError `run-active` while a living process holds it.
   */
  claim(key: string, fresh: RunId): Promise<RunRow>;
  /** Appends entries of one run, all or none; rejects when sequence or previous hash do not fit the end of its log. */
  append(entries: readonly JournalEntry[]): Promise<void>;
  entries(run: RunId): Promise<readonly JournalEntry[]>;
  /** Marks a run as finished and adds it to the ledger, in one transaction; it is never resumed again. Does nothing the second time. */
  finish(run: RunId): Promise<void>;
  /** Every finished run, in the order in which they finished. */
  ledger(): Promise<readonly LedgerRow[]>;
  runs(): Promise<readonly RunRow[]>;
  putBlob(bytes: Uint8Array): Promise<string>;
  /** Rejects with AssayError `journal-corrupt` when what is kept does not have that digest. */
  getBlob(digest: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}
