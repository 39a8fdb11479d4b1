import type { GenerateOutcome } from "#app/api.ts";

/** The document of `assay generate --format json`; `fix` is that of the last draft's repairs. */
export function generateDocument(
  outcome: GenerateOutcome,
  version: string,
  fix: Record<string, unknown> | undefined,
): Record<string, unknown> {
  const { status, reasons, drafts, path, code } = outcome;
  return { schemaVersion: 1, tool: { name: "assay", version }, status, path, reasons, drafts, code, fix };
}
