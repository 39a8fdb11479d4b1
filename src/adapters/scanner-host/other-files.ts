import type { Problem } from "#domain/completeness.ts";
import { by } from "#lib/compare.ts";
import type { ScanTask } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { kindOf } from "#analysis/languages/file-kinds.ts";

/** Bytes of a file without a language pack past which it is not given to a tool. */
const LARGEST_OTHER = 2 << 20;

/** The files of the task with those that only their name tells of; what is no text, or too large, is a problem. */
export async function withOthers({
  files,
  others = [],
  workspace,
}: ScanTask): Promise<{ files: readonly SourceFile[]; problems: Problem[] }> {
  const more: SourceFile[] = [];
  const problems: Problem[] = [];
  for (const path of others) {
    const bytes = await workspace.read(path).catch((error: unknown) => String(error));
    if (typeof bytes === "string") problems.push({ path, code: "unreadable", message: bytes.slice(0, 300) });
    else if (bytes.length > LARGEST_OTHER) problems.push({ path, code: "too-large", message: `${bytes.length} bytes` });
    else if (bytes.subarray(0, 8192).includes(0))
      problems.push({ path, code: "binary", message: "holds NUL bytes, so it is not source text" });
    else more.push({ path, language: kindOf(path) ?? "other", bytes: bytes.length });
  }
  return { files: more.length === 0 ? files : [...files, ...more].toSorted(by((file) => file.path)), problems };
}
