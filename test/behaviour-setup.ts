import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import behaviour from "#adapters/checks/behaviour.ts";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import type { TradeOffs } from "#domain/candidate.ts";
import type { Location } from "#domain/location.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { checkContext } from "#testing/check-contract.ts";

const selected = selectSandbox({ preference: "auto", unsafeNoSandbox: false });

export async function findExecutable(name: string): Promise<string | undefined> {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** The system's own Python where there is one, which has no tools that look for further calls: they have tests of their own. */
async function findPlain(name: string): Promise<string | undefined> {
  const system = `/usr/bin/${name}`;
  return name === "python3" && existsSync(system) ? system : findExecutable(name);
}

export interface Change {
  /** File name; its ending says the language. */
  readonly path: string;
  readonly cwe: string;
  readonly before: string;
  readonly after: string;
  readonly tradeOffs?: TradeOffs;
  /** Words of the line in which the weak place lies; where it does not matter, none. */
  readonly line?: string;
}

/** Runs the check on a project of one file, in a folder of its own in `place`, with copies of the `tools` at their folders. */
export async function compareTexts(
  { path, cwe, before, after, tradeOffs, line }: Change,
  changes: Partial<CheckContext> = {},
  { place = tmpdir(), tools = {} }: { readonly place?: string; readonly tools?: Readonly<Record<string, string>> } = {},
): Promise<CheckAnswer> {
  if (before === after) throw new Error("no change");
  const { sandbox } = await selected;
  await mkdir(place, { recursive: true });
  const root = await mkdtemp(join(place, "assay-behaviour-"));
  try {
    await writeFile(join(root, path), before);
    for (const [folder, from] of Object.entries(tools)) await cp(from, join(root, folder), { recursive: true });
    const context = await checkContext(
      { files: { [path]: before }, patched: { [path]: after }, root },
      { sandbox, stager: createDirectoryStager(), findExecutable: findPlain },
    );
    const candidate = { ...context.candidate, tradeOffs: tradeOffs ?? context.candidate.tradeOffs };
    return await behaviour.run(
      {
        ...context,
        candidate,
        defect: { ...context.defect, cwe, ...(line !== undefined && { location: locate(path, before, line) }) },
        ...changes,
      },
      new AbortController().signal,
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

export function said(answer: CheckAnswer): string {
  return `${answer.outcome}: ${answer.reason}`;
}

function locate(path: string, text: string, words: string): Location {
  const lines = text.split("\n");
  const index = lines.findIndex((each) => each.includes(words));
  const startColumn = 1 + (lines[index]?.indexOf(words) ?? -1);
  if (index < 0) throw new Error(`not in the file: ${words}`);
  return { path, startLine: index + 1, startColumn, endLine: index + 1, endColumn: startColumn + words.length };
}
