import type { Attempt } from "#domain/report.ts";
import { unifiedDiff } from "#lib/unified-diff.ts";
import { decodeStrict, overlay } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";

/** Unified diff of one attempt against the code it was made for; empty when it does not apply there. */
export async function attemptDiff(base: Workspace, attempt: Attempt): Promise<string> {
  const patched = await overlay(base, attempt.candidate.patch);
  return patched.ok
    ? diffOf(
        base,
        patched.workspace,
        attempt.candidate.patch.files.map((file) => file.path),
      )
    : "";
}

export async function diffOf(
  before: Pick<Workspace, "read">,
  after: Pick<Workspace, "read">,
  paths: readonly string[],
): Promise<string> {
  const parts: string[] = [];
  for (const path of paths) {
    parts.push(unifiedDiff(path, decodeStrict(await before.read(path)) ?? "", decodeStrict(await after.read(path)) ?? ""));
  }
  return parts.join("");
}
