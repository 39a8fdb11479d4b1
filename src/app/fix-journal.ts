import { randomUUID } from "node:crypto";
import { z } from "zod";
import { RunId } from "#domain/ids.ts";
import { FileChange } from "#domain/report.ts";
import { type Journal, openJournal } from "#journal/journal.ts";
import { digest } from "#lib/digest.ts";
import { withFiles } from "#ports/overlay.ts";
import type { Store } from "#ports/store.ts";
import type { SourceFile, Workspace } from "#ports/workspace.ts";

const Inputs = z.array(z.object({ path: z.string(), digest: z.string() })).readonly();
const UNREADABLE = "unreadable";
export const Plan = z.array(FileChange).readonly();

export interface ResumedJournal {
  readonly journal: Journal;
  /** The files as they were when the run began, also when a killed run had already replaced some. */
  readonly workspace: Workspace;
}

/**
 * Opens the log of this request: the unfinished one when its files, those that judge included, are still those it began with (or what it made of them), else a
 * fresh one; a run whose files changed meanwhile is closed and never resumed.
 */
export async function openFixJournal(
  store: Store,
  key: string,
  workspace: Workspace,
  files: readonly Pick<SourceFile, "path">[],
): Promise<ResumedJournal> {
  const current = await digestAll(workspace, files);
  for (;;) {
    const { run } = await store.claim(key, RunId.parse(randomUUID()));
    const journal = await openJournal(store, run);
    const began = journal.resumedSteps === 0 ? undefined : await restore(store, journal, workspace, current);
    if (journal.resumedSteps === 0 || began !== undefined) {
      await journal.step("inputs", Inputs, async () => current);
      return { journal, workspace: began ?? workspace };
    }
    await store.finish(run);
  }
}

async function digestAll(workspace: Workspace, files: readonly Pick<SourceFile, "path">[]): Promise<z.infer<typeof Inputs>> {
  const inputs: { path: string; digest: string }[] = [];
  for (const { path } of files) inputs.push({ path, digest: await digestOf(workspace, path) });
  return inputs;
}

/** A file that went away or cannot be read since it was listed has no digest; the engines say why it was not analysed. */
async function digestOf(workspace: Workspace, path: string): Promise<string> {
  try {
    return digest(await workspace.read(path));
  } catch {
    return UNREADABLE;
  }
}

/** The workspace as the run began with it, or undefined when a file is neither as it was nor as the run left it. */
async function restore(
  store: Store,
  journal: Journal,
  workspace: Workspace,
  current: z.infer<typeof Inputs>,
): Promise<Workspace | undefined> {
  const recorded = (name: string): unknown => {
    const entry = journal.entries().find((one) => one.type === "step" && one.name === name);
    return entry === undefined ? [] : JSON.parse(entry.payload);
  };
  const inputs = Inputs.parse(recorded("inputs"));
  const plan = new Map(Plan.parse(recorded("plan")).map((change) => [change.path, change]));
  if (inputs.length !== current.length) return undefined;
  const originals = new Map<string, Uint8Array>();
  for (const [index, input] of inputs.entries()) {
    const now = current[index];
    if (now?.path !== input.path) return undefined;
    if (now.digest === input.digest) continue;
    const change = plan.get(input.path);
    const before = change?.after === now.digest ? await store.getBlob(change.before) : undefined;
    if (before === undefined) return undefined;
    originals.set(input.path, before);
  }
  return originals.size === 0 ? workspace : withFiles(workspace, originals);
}
