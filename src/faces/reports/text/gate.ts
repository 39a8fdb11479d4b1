import type { GateOutcome } from "#app/api.ts";
import type { GateReason } from "#domain/gate.ts";
import type { ApprovalState, JudgedApproval } from "#domain/approval.ts";
import { wrap } from "#lib/display-width.ts";
import { oneLine } from "#lib/text.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";

/** One page: more reasons than this are counted. */
const MOST_REASONS = 12;

/** The verdict on a change for people: what it is about, why it does not pass, and which line of the policy says so. */
export function gateText(outcome: GateOutcome, base: string | undefined, style: TextStyle): string {
  const { verdict, notes, record } = outcome;
  const lines = [headline(outcome, style), ...facts(outcome, base, style)];
  if (style.quiet) return `${[headline(outcome, style), ...verdict.reasons.map(quietReason)].join("\n")}\n`;
  if (verdict.emergency !== undefined) lines.push("", ...emergencyText(verdict.emergency, style));
  const shown = style.verbose ? verdict.reasons : verdict.reasons.slice(0, MOST_REASONS);
  if (shown.length > 0) lines.push("");
  for (const reason of shown) lines.push(...reasonText(reason, style));
  if (shown.length < verdict.reasons.length)
    lines.push(`  and ${plural(verdict.reasons.length - shown.length, "more reason")} (--verbose shows them all)`);
  if (outcome.approvals.length > 0) lines.push("", ...outcome.approvals.flatMap((one) => approvalText(one, style)));
  if (notes.length > 0) lines.push("", ...notes.flatMap((note) => hanging(`note: ${oneLine(note)}`, 2, style)));
  lines.push("", style.paint("dim", `decision ${record.id.slice("sha256:".length, "sha256:".length + 12)}`));
  return `${lines.join("\n")}\n`;
}

/** The verdict in a few words. */
export function verdictWords({ outcome, reviewers, emergency }: GateOutcome["verdict"]): string {
  switch (outcome) {
    case "pass":
      return emergency === undefined ? "passed" : "PASSED IN AN EMERGENCY, AGAINST THE POLICY";
    case "refuse":
      return "refused";
    case "incomplete":
      return "incomplete, so it does not pass";
    case "ask":
      return reviewers.needed > reviewers.given
        ? `waits for ${people(reviewers.needed - reviewers.given)}`
        : "waits for a person";
    default:
      return outcome satisfies never;
  }
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

function headline({ verdict }: GateOutcome, { paint }: TextStyle): string {
  const pass = verdict.emergency === undefined ? "green" : "red";
  const color = ({ pass, refuse: "red", incomplete: "yellow", ask: "yellow" } as const)[verdict.outcome];
  return `${paint("bold", "Gate")}: ${paint(["bold", color], verdictWords(verdict))}`;
}

function facts({ verdict, files, scope, report, record }: GateOutcome, base: string | undefined, style: TextStyle): string[] {
  const from =
    record.base === undefined ? "the first commit" : `${base === undefined ? "" : `${base} `}${record.base.slice(0, 10)}`;
  const to = { worktree: "the work tree", index: "the index" }[record.head] ?? record.head.slice(0, 10);
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const engines = report.engines.map(({ id, status }) => (status === "complete" ? id : `${id} (${status})`));
  return [
    `${oneLine(from)} → ${to}: ${plural(files.length, "file")}, ${plural(lines, "line")}`,
    `tier ${verdict.tier}: ${oneLine(verdict.why)}`,
    `rating ${verdict.rating} · ${plural(scope.analysed, "file")} analysed, ${scope.importers} of them import the change · ${engines.length === 0 ? "no engine was needed" : engines.join(", ")}`,
  ].flatMap((line) => hanging(line, 2, style));
}

const MARKS = { refuse: ["red", "✗"], incomplete: ["yellow", "?"], ask: ["yellow", "●"] } as const;

function reasonText({ outcome, message, rule, setting, decidedBy, path, line }: GateReason, style: TextStyle): string[] {
  const { paint } = style;
  const [color, mark] = MARKS[outcome];
  const place = path === undefined ? "" : `${oneLine(path)}${line === undefined ? "" : `:${line}`}`;
  const by = setting === undefined ? rule : `${setting}, ${decidedBy ?? "default"}`;
  const [first = "", ...rest] = hanging(oneLine(message), 4, style);
  const head = place === "" ? `  ${paint(color, mark)} ${first.trimStart()}` : `  ${paint(color, mark)} ${place}`;
  return [head, ...(place === "" ? rest : [first, ...rest]), `    ${paint("dim", oneLine(by))}`];
}

const SIGNS: Readonly<Record<ApprovalState, string>> = {
  counts: "agrees",
  rejects: "rejects",
  "breaks-glass": "emergency",
  malformed: "does not count",
  "unknown-reviewer": "does not count",
  "bad-signature": "does not count",
  "another-change": "does not count",
  expired: "does not count",
  "own-change": "does not count",
  "not-allowed": "does not count",
  "said-before": "does not count",
};

function approvalText({ path, state, detail }: JudgedApproval, style: TextStyle): string[] {
  return hanging(`${SIGNS[state]}: ${oneLine(detail)} (${oneLine(path.split("/").at(-1) ?? path)})`, 2, style);
}

function emergencyText({ words, overrides }: NonNullable<GateOutcome["verdict"]["emergency"]>, style: TextStyle): string[] {
  const head = hanging(`${oneLine(words)}. Without that it would not pass:`, 2, style);
  return [...head, ...overrides.slice(0, MOST_REASONS).flatMap((reason) => reasonText(reason, style))];
}

function quietReason({ message, path, line, rule }: GateReason): string {
  const place = path === undefined ? "" : `${oneLine(path)}${line === undefined ? "" : `:${line}`}: `;
  return `${place}${oneLine(message)} [${rule}]`;
}

function hanging(text: string, indent: number, { columns }: TextStyle): string[] {
  return wrap(text, Math.max(20, columns - indent)).map((line) => `${" ".repeat(indent)}${line}`);
}
