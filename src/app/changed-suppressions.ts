import type { Finding } from "#domain/finding.ts";
import type { Workspace } from "#ports/workspace.ts";
import { type ChangedFile, mayHoldMarker, newSuppressions } from "#stages/scan/new-suppressions.ts";
import type { Project } from "./project.ts";
import { readSuppressions, suppressionEntries } from "./suppressions.ts";
import type { Change, OpenedTarget } from "./target.ts";

/** Findings about the suppressions, in code and in the file, that a change brings along. Throws AssayError `config-invalid` for a file it breaks. */
export async function changedSuppressions(
  project: Project,
  { workspace, listing }: OpenedTarget,
  change: Change,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const files: ChangedFile[] = [];
  for (const { path } of listing.files) {
    signal.throwIfAborted();
    const after = await read(project, workspace, path);
    if (after === undefined) continue;
    const known = change.base !== undefined && (await change.base.has(path)) ? change.base : undefined;
    const before = known === undefined ? undefined : await read(project, known, path);
    files.push({ path, before, after, touched: (line) => change.touches(path, line, line) });
  }
  const before = await readSuppressions(change.base, "base");
  return newSuppressions(files, { before: before.all, after: await suppressionEntries(workspace) });
}

/** Undefined for a text without any marker. */
async function read(project: Project, workspace: Workspace, path: string): Promise<ChangedFile["before"]> {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await workspace.read(path));
  if (!mayHoldMarker(text)) return undefined;
  return { text, tree: await project.treeOf(workspace, path) };
}
