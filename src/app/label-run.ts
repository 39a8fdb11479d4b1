import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AssayError } from "#domain/errors.ts";
import type { Emit } from "#domain/event.ts";
import { Digest } from "#domain/ids.ts";
import { type Label, LABELS_PATH } from "#domain/label.ts";
import { digest } from "#lib/digest.ts";
import { showInvisible } from "#lib/text.ts";
import { checkRun } from "./check-run.ts";
import type { LabelOutcome, LabelRequest } from "./label-api.ts";
import { labelText, withLabel } from "./labels.ts";
import type { Project } from "./project.ts";

/** Writes what a person found out about a defect that is here now. Gives what assay believed before and believes from now on. */
export async function labelRun(
  project: Project,
  { defect: name, real, reason, paths }: LabelRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<LabelOutcome> {
  const before = await checkRun(project, { target: { paths } }, emit, signal);
  const [found, ...others] = before.defects.filter(({ id }) => id.startsWith(name));
  if (found === undefined)
    throw new AssayError("usage", `no defect ${showInvisible(name)} is here`, {
      hint: "Give the beginning of an id as `assay check` prints it, and the same paths.",
    });
  if (others.length > 0) throw new AssayError("usage", `${others.length + 1} defects begin with ${name}; give more of the id`);
  const witnesses = before.report.findings.filter(({ id }) => found.witnesses.includes(id));
  const rules = new Map(
    witnesses.map(({ engine, rule, cwe }) => [
      `${engine}\n${rule}`,
      { engine, rule, ...(cwe[0] === undefined ? {} : { cwe: cwe[0] }) },
    ]),
  );
  const label: Label = {
    defect: found.id,
    real,
    by: project.user,
    ...(reason === undefined ? {} : { reason }),
    rules: [...rules.values()],
  };
  await writeLabels(project, await labelText(project.disk), label);
  const after = await checkRun(project, { target: { paths } }, emit, signal);
  const now = after.defects.find(({ id }) => id === found.id)?.probability ?? found.probability;
  return { defect: found, label, path: LABELS_PATH, before: found.probability, after: now };
}

async function writeLabels({ disk, root, stateFolder }: Project, text: string | undefined, label: Label): Promise<void> {
  const bytes = new TextEncoder().encode(withLabel(text, label));
  if (text === undefined) {
    await mkdir(dirname(join(root, LABELS_PATH)), { recursive: true });
    return disk.create({ path: LABELS_PATH, bytes });
  }
  // Where the workspace notes down what it is about to replace.
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  return disk.replace([{ path: LABELS_PATH, before: Digest.parse(digest(text)), after: Digest.parse(digest(bytes)), bytes }]);
}
