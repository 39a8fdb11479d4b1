import { isSeq, parseDocument } from "yaml";
import { AssayError } from "#domain/errors.ts";
import { type Label, LabelFile, LABELS_PATH } from "#domain/label.ts";
import { showInvisible } from "#lib/text.ts";
import { decodeStrict } from "#ports/overlay.ts";
import { parseConfigFile } from "./config-file.ts";
import type { Project } from "./project.ts";

const MAX_BYTES = 1024 * 1024;

/**
 * What people said about findings of this project. Where a change is judged, those of the state that it starts from: a change cannot vouch for itself. Throws
 * AssayError `config-invalid` for a file that cannot be read; that of a base is passed over, since the change may mend it.
 */
export async function projectLabels({ judges, disk }: Pick<Project, "judges" | "disk">): Promise<readonly Label[]> {
  if (judges === undefined) {
    const text = await labelText(disk);
    return text === undefined ? [] : parseLabels(text);
  }
  try {
    return judges.labels === undefined ? [] : parseLabels(judges.labels);
  } catch (error) {
    if (error instanceof AssayError) return [];
    throw error;
  }
}

/** The file's text; undefined where there is none. */
export async function labelText(disk: Project["disk"]): Promise<string | undefined> {
  if (!(await disk.has(LABELS_PATH))) return undefined;
  const bytes = await disk.read(LABELS_PATH);
  const text = bytes.length > MAX_BYTES ? undefined : decodeStrict(bytes);
  if (text !== undefined) return text;
  throw new AssayError("config-invalid", `${LABELS_PATH}: is not UTF-8 text of at most ${MAX_BYTES} bytes`);
}

/** Throws AssayError `config-invalid` with one line a fault: `file:line:column: what is wrong`. */
export function parseLabels(text: string): readonly Label[] {
  const file = parseConfigFile(text, LABELS_PATH);
  const parsed = LabelFile.safeParse(file.values, { reportInput: true });
  if (parsed.success) return parsed.data.labels ?? [];
  const lines = parsed.error.issues.map(({ path, message }) => `${file.place(path)}: ${showInvisible(message)}`);
  throw new AssayError("config-invalid", lines.join("\n"), { cause: parsed.error });
}

/** The file with one label more; one about the same defect is replaced. Comments and order stay. */
export function withLabel(text: string | undefined, label: Label): string {
  const document = parseDocument(text ?? "");
  const list = document.get("labels");
  if (!isSeq(list)) {
    document.set("labels", [label]);
    return document.toString({ lineWidth: 0 });
  }
  const at = parseLabels(text ?? "").findIndex(({ defect }) => defect === label.defect);
  if (at === -1) list.add(document.createNode(label));
  else list.set(at, document.createNode(label));
  return document.toString({ lineWidth: 0 });
}
