import type { Attempt, Repair } from "#domain/report.ts";
import { isUntried, optionLetter, tradeOffLines } from "#domain/option.ts";
import { type FixView, indexView, viewAround, type ViewIndex } from "#faces/reports/view.ts";
import { plural } from "#faces/reports/text/plural.ts";
import { checkMarkdown, comment, coverage, defectSection } from "./check.ts";
import { code, fenced, prose } from "./escape.ts";

const MARK = { pass: "✓", fail: "✗", inconclusive: "–" } as const;

/** The report of a fix as a comment on a change: each defect with its repair, diff and evidence. */
export function fixMarkdown(view: FixView): string {
  if (view.repairs.length === 0) return checkMarkdown(view);
  const index = indexView(view, view.defectsById.values());
  const count = (status: Repair["status"]) => view.repairs.filter((repair) => repair.status === status).length;
  const [fixed, ask, unfixed] = [count("fixed"), count("ask"), count("unfixed")];
  const parts = [
    `${fixed} ${view.applied ? "fixed" : "verified"}`,
    ...(ask > 0 ? [`${ask} waiting`] : []),
    ...(unfixed > 0 ? [`${unfixed} unfixed`] : []),
  ];
  const head = `## assay: ${plural(view.repairs.length, "repair")}, ${parts.join(", ")}`;
  return comment(
    [head],
    view.repairs.map((repair) => repairSection(repair, view, index)),
    coverage(view),
  );
}

function repairSection(repair: Repair, view: FixView, index: ViewIndex): string[] {
  const defect = view.defectsById.get(repair.defect);
  const lines = defect === undefined ? [`### ${prose(repair.defect)}`] : defectSection(defect, viewAround(view, defect), index);
  const chosen = repair.chosen === undefined ? undefined : repair.attempts[repair.chosen];
  if (chosen === undefined || repair.chosen === undefined) {
    return [...lines, "", `**Unfixed** (${code(repair.reason)}): ${plural(repair.attempts.length, "candidate")} tried.`];
  }
  return [
    ...lines,
    "",
    ...attemptLines(chosen),
    "",
    ...fenced(view.attemptDiff(repair, repair.chosen), "diff"),
    "",
    ...verdictRows(chosen),
    ...optionLines(repair),
  ];
}

/** What else may be taken, each with what it costs. */
function optionLines({ attempts, chosen }: Repair): string[] {
  if (attempts.length < 2) return [];
  const rows = attempts.map((attempt, at) => {
    const { candidate, decision } = attempt;
    const state = at === chosen ? "taken" : isUntried(attempt) ? "not checked" : decision.outcome;
    const costs = tradeOffLines(attempt).map(([label, sentence]) => ` ${label}: ${prose(sentence)}`);
    return `- **Option ${optionLetter(at)}: ${prose(candidate.title)}** (${code(candidate.variant ?? candidate.author)}${at === 0 ? ", the default" : ""}, ${state}): ${prose(candidate.rationale)}${costs.join("")}`;
  });
  return ["", ...rows];
}

function attemptLines({ candidate, decision, level }: Attempt): string[] {
  const reached = level === undefined ? "" : `, reached ${level}`;
  const costs = Object.entries(candidate.tradeOffs).map(([area, cost]) => `- ${area}: ${prose(cost ?? "")}`);
  return [
    `**${prose(candidate.title)}** by ${candidate.origin} ${code(candidate.author)}: ${decision.outcome}${reached} (${code(decision.rule)}: ${prose(decision.reason)})`,
    ...(costs.length === 0 ? [] : ["", ...costs]),
  ];
}

function verdictRows({ verdicts }: Attempt): string[] {
  const rows = verdicts.map(({ check, level, outcome, reason, detail }) => {
    return `| ${code(check)} | ${level} | ${MARK[outcome]} | ${code(reason)} | ${outcome === "pass" ? "" : prose(detail)} |`;
  });
  return ["| check | level | | reason | |", "| --- | --- | --- | --- | --- |", ...rows];
}
