import type { LabelOutcome } from "#app/label-api.ts";
import { oneLine } from "#lib/text.ts";

/** What was written, and what assay believes from now on. */
export function labelledText({ defect, label, path, before, after }: LabelOutcome): string {
  const { location, title } = defect;
  const percent = (value: number): string => `${Math.round(value * 100)}%`;
  const rules = label.rules.map(({ engine, rule }) => `${engine} ${rule}`).map(oneLine);
  return [
    `wrote ${path}: ${label.real ? "a defect" : "no defect"}: ${oneLine(title)} at ${oneLine(location.path)}:${location.startLine}`,
    `Findings of ${rules.join(", ")} are now judged by it: ${percent(before)} likely before, ${percent(after)} now.`,
    "",
  ].join("\n");
}
