import type { GenerateOutcome } from "#app/api.ts";
import { wrap } from "#lib/display-width.ts";
import { oneLine, showInvisible } from "#lib/text.ts";
import { type FixView, indexView } from "#faces/reports/view.ts";
import { sourcesAround } from "./frame.ts";
import { plural } from "./plural.ts";
import { repairText } from "./repair.ts";
import type { TextStyle } from "./style.ts";

/** The report of `assay generate` for people. `view` is what the loop said of the draft that is shown. */
export function generateText(
  outcome: GenerateOutcome,
  view: FixView | undefined,
  written: string | undefined,
  style: TextStyle,
): string {
  const { paint } = style;
  const rule = paint("dim", "─".repeat(style.columns));
  const lines: string[] = [];
  if (outcome.status === "refused") lines.push(paint(["bold", "red"], "Refused: this request asks for a weakness."));
  for (const reason of outcome.reasons) lines.push("", ...reasonText(reason, style));
  if (outcome.status === "refused") return `${lines.join("\n").trim()}\n`;
  if (lines.length > 0) lines.push("");
  if (outcome.code !== undefined) {
    lines.push(rule, showInvisible(outcome.code).trimEnd(), rule);
    if (view !== undefined && view.repairs.length > 0) lines.push(...changes(view, style), rule);
  }
  for (const { round, verdict, reasons } of outcome.drafts) {
    const mark = verdict === "accepted" ? paint("green", "✓") : paint("red", "✗");
    lines.push(`${mark} draft ${round} ${verdict}${reasons.length === 0 ? "" : `: ${reasons.map(oneLine).join("; ")}`}`);
  }
  lines.push(verdictLine(outcome, written, style));
  return `${lines.join("\n").trimStart()}\n`;
}

/** What was changed before anyone saw the code, with its proof. */
function changes(view: FixView, style: TextStyle): string[] {
  const index = indexView(view, view.defectsById.values());
  const around = sourcesAround(view);
  const repairs = view.repairs.flatMap((repair) => ["", ...repairText(repair, view, around, index, style)]);
  return [style.paint("bold", "What was changed before you saw it"), ...repairs];
}

function verdictLine({ status, drafts, path, fix }: GenerateOutcome, written: string | undefined, { paint }: TextStyle): string {
  if (status === "unfixed")
    return `${paint(["bold", "red"], "No code is shown")}: none of ${plural(drafts.length, "draft")} became free of defects. Say more precisely what is wanted, or give more rounds (budget.iterations).`;
  const repairs = fix?.repairs.filter((repair) => repair.status === "fixed").length ?? 0;
  const changed = repairs === 0 ? "" : `, after ${plural(repairs, "repair")}`;
  const where = written === undefined ? `--apply writes it to ${showInvisible(path)}` : `written to ${showInvisible(written)}`;
  return `${paint(["bold", "green"], "Verified")}: no defect left${changed}; ${where}`;
}

function reasonText(
  { cwe, outcome, reason, principle, alternative }: GenerateOutcome["reasons"][number],
  style: TextStyle,
): string[] {
  const label = outcome === "refuse" ? style.paint("red", cwe) : style.paint("yellow", cwe);
  return [
    `${label}  ${reason}`,
    ...wrap(`Principle: ${principle}`, style.columns - 2).map((line) => `  ${line}`),
    ...wrap(`${outcome === "refuse" ? "Instead" : "The draft keeps to this"}: ${alternative}`, style.columns - 2).map(
      (line) => `  ${line}`,
    ),
  ];
}
