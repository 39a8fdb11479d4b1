import { oneLine } from "#lib/text.ts";
import { optionLetter } from "#domain/option.ts";
import { DECLINES } from "#domain/decline.ts";
import type { Defect } from "#domain/defect.ts";
import type { Repair } from "#domain/report.ts";
import type { FixView, ViewIndex } from "#faces/reports/view.ts";
import { attemptLine, attemptText, hanging } from "./attempt.ts";
import { defectHeader, type Label } from "./defect.ts";
import { codeFrame, type SourceAround } from "./frame.ts";
import type { TextStyle } from "./style.ts";

/** What became of one defect: its header, the chosen repair with its evidence, and the other options. */
export function repairText(repair: Repair, view: FixView, around: SourceAround, index: ViewIndex, style: TextStyle): string[] {
  const defect = view.defectsById.get(repair.defect);
  const status = statusLabel(repair, view, style);
  const lines = [
    ...(defect === undefined ? [`${status.painted}  ${repair.defect}`] : defectHeader(defect, index, style, status)),
    "",
  ];
  if (repair.chosen === undefined) lines.push(...frameOf(defect, around, style));
  if (repair.attempts.length === 0) {
    lines.push(...whyNot(repair, style));
    return lines;
  }
  const full = style.verbose || repair.chosen === undefined ? repair.attempts.keys().toArray() : [repair.chosen];
  const shown = full.toSorted((a, b) => Number(b === repair.chosen) - Number(a === repair.chosen) || a - b);
  shown.forEach((at, order) => {
    const attempt = repair.attempts[at];
    if (attempt === undefined) return;
    const several = repair.attempts.length > 1;
    const label = at !== repair.chosen ? `Option ${optionLetter(at)}` : several ? `Repair ${optionLetter(at)}` : "Repair";
    lines.push(...(order > 0 ? [""] : []), ...attemptText(attempt, label, view.attemptDiff(repair, at), style));
    if (at === repair.chosen && repair.status === "fixed" && attempt.decision.outcome === "ask") {
      lines.push(...hanging("Approved", "by a person, where the policy asks", style));
    }
  });
  repair.attempts.forEach((attempt, at) => {
    if (!full.includes(at)) lines.push(...attemptLine(attempt, `Option ${optionLetter(at)}`, style));
  });
  return lines;
}

/** Why nothing was proposed and what a person can do: the recipes made for such code with their reasons, the others only when asked for more. */
function whyNot({ reason, declined }: Repair, style: TextStyle): string[] {
  const lines = [...hanging("Repair", `none proposed (${reason})`, style)];
  const near = declined.filter(({ code }) => code !== "other-place");
  const shown = style.verbose ? declined : near;
  for (const { by, reason: why } of shown) lines.push(...hanging("Why not", oneLine(`${by}: ${why}`), style));
  if (shown.length === 0) lines.push(...hanging("Why not", nothingNear(reason, declined.length), style));
  const remedies = new Set((near.length > 0 ? near : declined).map(({ code }) => DECLINES[code].remedy));
  if (declined.length === 0 && reason === "no-candidate") remedies.add("Repair it by hand, or configure a model.");
  for (const remedy of remedies) lines.push(...hanging("You can", remedy, style));
  return lines;
}

function nothingNear(reason: string, others: number): string {
  if (others > 0)
    return `${others === 1 ? "the recipe" : `the ${others} recipes`} for this weakness ${others === 1 ? "is" : "are"} for other code than stands here`;
  return reason === "no-candidate" ? "no recipe is for this weakness in this language" : "nobody was asked for a repair";
}

function frameOf(defect: Defect | undefined, around: SourceAround, style: TextStyle): string[] {
  const source = defect === undefined ? undefined : around(defect);
  return defect === undefined || source === undefined ? [] : [...codeFrame(source, defect.location, style), ""];
}

/** `fixed` only for what was written; a repair that is merely shown is `verified`. */
export function statusLabel(repair: Repair, view: FixView, { paint }: TextStyle): Label {
  const label = (color: "green" | "yellow" | "red", text: string) => ({
    painted: paint(["bold", color], text),
    width: text.length,
  });
  switch (repair.status) {
    case "fixed":
      return label("green", view.applied ? "✓ fixed" : "✓ verified");
    case "ask":
      return label("yellow", "? waits");
    case "unfixed":
      return label("red", "✗ unfixed");
    default:
      return repair.status satisfies never;
  }
}
