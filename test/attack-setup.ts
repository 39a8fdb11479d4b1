import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import attack from "#adapters/checks/attack.ts";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import { overlay } from "#ports/overlay.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { checkContext } from "#testing/check-contract.ts";

const signal = new AbortController().signal;
const selected = selectSandbox({ preference: "auto", unsafeNoSandbox: false });

async function findExecutable(name: string): Promise<string | undefined> {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** A weak place: its weakness, and words of the line it stands in. */
export interface Place {
  readonly path: string;
  readonly cwe: string;
  readonly line: string;
}

/** What a check is told of a change of one file; with `tests` the rest of the project under `root` is known too. */
export async function attackContext(
  { path, cwe, line }: Place,
  texts: { readonly before: string; readonly after: string },
  root: string,
  options: { readonly tests?: boolean } = {},
): Promise<CheckContext> {
  const { sandbox } = await selected;
  const lines = texts.before.split("\n");
  const index = lines.findIndex((each) => each.includes(line));
  if (index < 0 || texts.before === texts.after) throw new Error(`not in the file, or no change: ${line}`);
  const context = await checkContext(
    { files: { [path]: texts.before }, patched: { [path]: texts.after }, root },
    { sandbox, stager: createDirectoryStager(), findExecutable },
  );
  const text = lines[index] ?? "";
  const startColumn = 1 + text.indexOf(line);
  const location = { path, startLine: index + 1, startColumn, endLine: index + 1, endColumn: startColumn + line.length };
  const defect = { ...context.defect, cwe, location };
  if (options.tests !== true) return { ...context, defect };
  const before = createDiskWorkspace({ root, exclude: [], maxFileBytes: 1_000_000 });
  const applied = await overlay(before, context.candidate.patch);
  if (!applied.ok) throw new Error(applied.reason);
  return { ...context, defect, before, after: applied.workspace };
}

/** Attacks a change of one file; `texts` are the old and the new text of that file, the project lies under `root`. */
export async function attackTexts(
  place: Place,
  texts: { readonly before: string; readonly after: string },
  root: string,
  changes: Partial<CheckContext> = {},
): Promise<CheckAnswer> {
  return attack.run({ ...(await attackContext(place, texts, root)), ...changes }, signal);
}

/** Attacks a fixture project in which `from` is replaced by `to`. */
export async function attackFixture(project: string, place: Place, from: string, to: string): Promise<CheckAnswer> {
  const root = resolve("fixtures/checks", project);
  const before = await readFile(join(root, place.path), "utf8");
  return attackTexts(place, { before, after: before.replace(from, () => to) }, root);
}

export function said(answer: CheckAnswer): string {
  return `${answer.outcome}: ${answer.reason}`;
}
