import type { GateOutcome } from "#app/api.ts";
import type { GateReason } from "#domain/gate.ts";
import { heldWords, type NoiseBudget, withinNoise } from "#domain/noise.ts";
import { plural } from "#faces/reports/text/plural.ts";
import { verdictWords } from "#faces/reports/text/gate.ts";
import { type CheckView, indexView } from "#faces/reports/view.ts";
import { comment, coverage, defectSection } from "./check.ts";
import { code, prose } from "./escape.ts";

/** By this line a comment is found again, so that the next run updates it in place. */
export const CARD_MARKER = "<!-- assay:card -->";

const MOST_REASONS = 25;
const MARKS = { refuse: "❌", incomplete: "❔", ask: "✋" } as const;
const HEADS = { pass: "✅", ...MARKS } as const;

/** The verdict on a change as a comment: why it does not pass, then what it brings. `view` holds the new defects. */
export function gateMarkdown(outcome: GateOutcome, view: CheckView): string {
  const { verdict, files, scope, notes, record } = outcome;
  const index = indexView(view);
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const facts = [
    `tier ${verdict.tier} (${prose(verdict.why)})`,
    `rating ${verdict.rating}`,
    `${plural(files.length, "file")} and ${plural(lines, "line")} changed`,
    `${plural(scope.analysed, "file")} analysed`,
  ].join(" · ");
  const head = [`## ${HEADS[verdict.outcome]} assay gate: ${verdictWords(verdict)}`, facts, ...reasonTable(verdict.reasons)];
  const { told, held } = view.noise === undefined ? { told: view.defects, held: [] } : heldBack(view.defects, view.noise);
  const tail = [
    ...(held.length === 0 ? [] : [`*Held back: ${held.join("; ")}. They count for the verdict; JSON and SARIF hold them.*`, ""]),
    ...coverage(view),
    ...(notes.length === 0 ? [] : ["", ...notes.map((note) => `- ${prose(note)}`)]),
    "",
    `<sub>decision ${code(record.id.slice(7, 19))}${record.base === undefined ? "" : ` · policy of ${code(record.base.slice(0, 10))}`}</sub>`,
  ];
  return comment(
    head,
    told.map((defect) => defectSection(defect, view, index)),
    tail,
  );
}

function heldBack(defects: CheckView["defects"], budget: NoiseBudget) {
  const { told, held } = withinNoise(defects, budget);
  return { told, held: heldWords(held, budget) };
}

function reasonTable(reasons: readonly GateReason[]): string[] {
  if (reasons.length === 0) return [];
  const rows = reasons.slice(0, MOST_REASONS).map(({ outcome, message, path, line, rule, setting, decidedBy }) => {
    const place = path === undefined ? "" : code(`${path}${line === undefined ? "" : `:${line}`}`);
    const by = setting === undefined ? code(rule) : `${code(setting)} ${prose(decidedBy ?? "default")}`;
    return `| ${MARKS[outcome]} | ${prose(message)} | ${place} | ${by} |`;
  });
  const left = reasons.length - rows.length;
  return [
    ["| | why | where | decided by |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    ...(left > 0 ? [`*and ${plural(left, "more reason")}*`] : []),
  ];
}
