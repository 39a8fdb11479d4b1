import { oneLine } from "#lib/text.ts";
import type { Repair } from "#domain/report.ts";
import { isUntried } from "#domain/option.ts";
import { wrap } from "#lib/display-width.ts";
import { paintDiff } from "#lib/paint-diff.ts";
import { unifiedDiff } from "#lib/unified-diff.ts";
import { type FixView, indexView, isIncomplete, type ViewIndex } from "#faces/reports/view.ts";
import { verdictLines } from "./check.ts";
import { place } from "./defect.ts";
import { repairText, statusLabel } from "./repair.ts";
import { sourcesAround } from "./frame.ts";
import { plural } from "./plural.ts";
import { shellWord } from "./shell-word.ts";
import type { TextStyle } from "./style.ts";
import { countLine, coverageLines, labelled, step } from "./summary.ts";

/** The report of `assay fix` for people. */
export function fixText(view: FixView, style: TextStyle): string {
  if (view.repairs.length === 0) return `${nothingRepaired(view, style).join("\n")}\n`;
  const index = indexView(view, view.defectsById.values());
  const around = sourcesAround(view);
  const rule = style.paint("dim", "─".repeat(style.columns));
  const body = style.quiet
    ? view.repairs.map((repair) => quietLine(repair, view, style))
    : view.repairs.flatMap((repair) => [rule, ...repairText(repair, view, around, index, style)]);
  if (!style.quiet) body.push(...testLines(view, index, style));
  return `${[...body, ...(style.quiet ? [] : [rule]), ...summary(view, index, style)].join("\n")}\n`;
}

/** The new files as diffs, each with what it was proven by, then repairs without one. */
function testLines({ tests, applied }: FixView, index: ViewIndex, style: TextStyle): string[] {
  if (tests === undefined) return [];
  const { paint } = style;
  const lines = tests.written.flatMap(({ defect, path, runner, text }) => [
    paint("dim", "─".repeat(style.columns)),
    `${paint("bold", applied ? "Test written" : "Test")}  ${oneLine(path)}`,
    ...wrap(`for ${index.shortId(defect)}, run by ${runner}: fails without the repair, passes with it`, style.columns - 2).map(
      (line) => `  ${paint("dim", line)}`,
    ),
    "",
    ...paintDiff(unifiedDiff(path, "", text), paint),
    "",
  ]);
  const missing = tests.missing.flatMap(({ defect, why }) => [
    index.shortId(defect),
    ...wrap(oneLine(why), style.columns - 12).map((line) => `  ${paint("dim", line)}`),
  ]);
  return [...lines, ...labelled("No test", missing, style)];
}

/** Nothing was found, or nothing of what was found was to be repaired. */
function nothingRepaired(view: FixView, style: TextStyle): string[] {
  const coverage = style.quiet ? [] : coverageLines(view, style);
  if (view.defects.length === 0) return [...coverage, ...verdictLines(view, style)];
  const stopped = view.stop === "finished" || view.stop === "nothing-to-do" ? "" : ` (${view.stop})`;
  const why = view.unmatched.length > 0 ? "nothing here is called so" : `the threshold is ${view.failOn}`;
  return [
    ...coverage,
    countLine(view, style),
    ...unmatchedLines(view, style),
    `No repair was tried${stopped}: ${why}; assay check shows the defects.`,
  ];
}

function unmatchedLines({ unmatched }: FixView, style: TextStyle): string[] {
  return labelled(
    "Not here",
    unmatched.flatMap((word) => wrap(`${oneLine(word)}: no defect has this id, rule or weakness`, style.columns - 10)),
    style,
  );
}

function quietLine(repair: Repair, view: FixView, style: TextStyle): string {
  const defect = view.defectsById.get(repair.defect);
  const what = defect === undefined ? repair.defect : `${place(defect.location)}: ${oneLine(defect.title)}`;
  return `${statusLabel(repair, view, style).painted}  ${what}${repair.status === "fixed" ? "" : ` (${repair.reason})`}`;
}

function summary(view: FixView, index: ViewIndex, style: TextStyle): string[] {
  const { paint } = style;
  const having = (status: Repair["status"]) => view.repairs.filter((repair) => repair.status === status);
  const [fixed, waiting, unfixed] = [having("fixed"), having("ask"), having("unfixed")];
  const counts = [
    `${fixed.length} ${view.applied ? "fixed" : "verified"}`,
    ...(waiting.length > 0 ? [`${waiting.length} waiting for a person`] : []),
    ...(unfixed.length > 0 ? [`${unfixed.length} unfixed`] : []),
  ];
  const lines = style.quiet ? [] : coverageLines(view, style);
  lines.push(paint("bold", counts.join(", ")));
  if (!style.quiet) {
    lines.push(...reasonLines("Waiting", waiting, view, index, style), ...reasonLines("Unfixed", unfixed, view, index, style));
    const options = view.repairs.filter(({ attempts }) => attempts.some(isUntried)).length;
    if (options > 0)
      lines.push(...labelled("Options", [`${plural(options, "repair")} could be made another way: --option <letter>`], style));
    if (view.stop !== "finished" && view.stop !== "nothing-to-do")
      lines.push(...labelled("Stopped", [`early: ${view.stop}`], style));
  }
  lines.push(...unmatchedLines(view, style));
  for (const word of view.optionless ?? []) lines.push(...labelled("No option", [`${oneLine(word)}: no repair has it`], style));
  if (isIncomplete(view.report))
    lines.push(`${paint(["bold", "yellow"], "Incomplete")}: not all code was analysed; there may be more defects.`);
  if (view.evidence !== undefined) {
    lines.push(
      ...labelled(
        "Evidence",
        [
          oneLine(view.evidence),
          paint("dim", `assay verify ${style.verifyFlags === "" ? "" : `${style.verifyFlags} `}${shellWord(view.evidence)}`),
        ],
        style,
      ),
    );
  }
  return style.quiet ? lines : [...lines, ...labelled("Next", nextSteps(view, fixed, waiting, style), style)];
}

function reasonLines(label: string, repairs: readonly Repair[], view: FixView, index: ViewIndex, style: TextStyle): string[] {
  const lines = repairs.flatMap((repair) => {
    const defect = view.defectsById.get(repair.defect);
    const chosen = repair.chosen === undefined ? undefined : repair.attempts[repair.chosen];
    const reason = chosen === undefined ? repair.reason : `${chosen.decision.rule}: ${oneLine(chosen.decision.reason)}`;
    const head = `${index.shortId(repair.defect)}  ${defect === undefined ? "" : place(defect.location)}`;
    return [head, ...wrap(reason, style.columns - 12).map((line) => `  ${style.paint("dim", line)}`)];
  });
  return labelled(label, lines, style);
}

function nextSteps(view: FixView, fixed: readonly Repair[], waiting: readonly Repair[], style: TextStyle): string[] {
  const command = `assay fix${style.target === "" ? "" : ` ${style.target}`}`;
  const steps: string[] = [];
  if (!view.applied && fixed.length > 0) steps.push(...step(`${command} --apply`, "writes the verified repairs", style));
  if (waiting.length > 0) {
    steps.push(...step(`${command} --apply --approve`, "also writes what waits, signed as you", style));
    steps.push(...step(`${command} --interactive`, "asks about each repair", style));
  }
  if (view.applied && waiting.length === 0 && view.repairs.every((repair) => repair.status === "fixed")) {
    steps.push(...step(`assay check${style.target === "" ? "" : ` ${style.target}`}`, "shows what is left", style));
  }
  return steps;
}
