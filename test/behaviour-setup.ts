import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import behaviour from "#adapters/checks/behaviour.ts";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import type { TradeOffs } from "#domain/candidate.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { checkContext } from "#testing/check-contract.ts";

const selected = selectSandbox({ preference: "auto", unsafeNoSandbox: false });

async function findExecutable(name: string): Promise<string | undefined> {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

export interface Change {
  /** File name; its ending says the language. */
  readonly path: string;
  readonly cwe: string;
  readonly before: string;
  readonly after: string;
  readonly tradeOffs?: TradeOffs;
}

/** Runs the check on a project of one file. */
export async function compareTexts(
  { path, cwe, before, after, tradeOffs }: Change,
  changes: Partial<CheckContext> = {},
): Promise<CheckAnswer> {
  if (before === after) throw new Error("no change");
  const { sandbox } = await selected;
  const root = await mkdtemp(join(tmpdir(), "assay-behaviour-"));
  try {
    await writeFile(join(root, path), before);
    const context = await checkContext(
      { files: { [path]: before }, patched: { [path]: after }, root },
      { sandbox, stager: createDirectoryStager(), findExecutable },
    );
    const candidate = { ...context.candidate, tradeOffs: tradeOffs ?? context.candidate.tradeOffs };
    return await behaviour.run(
      { ...context, candidate, defect: { ...context.defect, cwe }, ...changes },
      new AbortController().signal,
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

export function said(answer: CheckAnswer): string {
  return `${answer.outcome}: ${answer.reason}`;
}
