import { join } from "node:path";
import { openSqliteStore } from "#adapters/stores/sqlite.ts";
import type { FixOutcome } from "#app/api.ts";
import type { VerifyOutcome } from "#app/evidence-api.ts";
import { open } from "#app/open.ts";
import type { Store } from "#ports/store.ts";

const never = new AbortController().signal;

/** `fix --apply --approve` of a folder with the embedded engine. `pass` is called before and after every write to the log. */
export async function fixFolder(
  folder: string,
  state: string,
  pass: () => void,
): Promise<{ outcome: FixOutcome; verified: VerifyOutcome | undefined }> {
  const inner = await openSqliteStore({ file: join(state, "journal.sqlite"), owner: process.pid, isAlive: () => false });
  const store: Store = {
    ...inner,
    async append(entries) {
      pass();
      await inner.append(entries);
      pass();
    },
    async finish(run) {
      pass();
      await inner.finish(run);
      pass();
    },
  };
  const assay = await open(
    { cwd: folder, near: folder, stateFolder: state, engines: ["assay"], unsafeNoSandbox: false },
    { store },
  );
  try {
    const outcome = await assay.fix({ target: { paths: [folder] }, apply: true, approve: true, only: [] }, () => {}, never);
    const verified = outcome.evidence === undefined ? undefined : await assay.verify(outcome.evidence, { replay: false }, never);
    return { outcome, verified };
  } finally {
    await assay.close();
  }
}
