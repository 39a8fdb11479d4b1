import { AssayError } from "#domain/errors.ts";
import type { RunId } from "#domain/ids.ts";
import { type LedgerRow, makeLedgerRow } from "#domain/ledger.ts";
import { digest } from "#lib/digest.ts";
import type { JournalEntry, RunRow, Store } from "#ports/store.ts";

/** A store that ends with its process: for commands that write nothing, and for tests. */
export function createMemoryStore(): Store {
  const runs: RunRow[] = [];
  const logs = new Map<RunId, JournalEntry[]>();
  const ledger: LedgerRow[] = [];
  const blobs = new Map<string, Uint8Array>();
  return {
    async claim(key, fresh) {
      const open = runs.find((row) => row.key === key && !row.finished);
      if (open !== undefined) return open;
      const row = { run: fresh, key, finished: false };
      runs.push(row);
      return row;
    },
    async append(entries) {
      const grown = new Map<RunId, JournalEntry[]>();
      for (const entry of entries) {
        const log = grown.get(entry.run) ?? [...(logs.get(entry.run) ?? [])];
        const last = log.at(-1);
        const fits =
          last === undefined ? entry.sequence === 0 : entry.sequence === last.sequence + 1 && entry.previous === last.hash;
        if (!fits) throw new AssayError("run-active", `the log of run ${entry.run} was continued by somebody else`);
        log.push(entry);
        grown.set(entry.run, log);
      }
      for (const [run, log] of grown) logs.set(run, log);
    },
    entries: async (run) => logs.get(run) ?? [],
    async finish(run) {
      const index = runs.findIndex((row) => row.run === run);
      const row = runs[index];
      if (row === undefined || row.finished) return;
      runs[index] = { ...row, finished: true };
      ledger.push(makeLedgerRow(ledger.at(-1), run, logs.get(run)?.at(-1)));
    },
    ledger: async () => [...ledger],
    runs: async () => [...runs],
    async putBlob(bytes) {
      const name = digest(bytes);
      blobs.set(name, bytes);
      return name;
    },
    getBlob: async (name) => blobs.get(name),
    close: async () => {},
  };
}
