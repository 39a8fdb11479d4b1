import type { Problem } from "#domain/completeness.ts";
import { isRepoPath } from "#domain/ids.ts";
import type { ParseContext, ParsedReport, RawFinding } from "#ports/scanner.ts";
import type { Claim, ToolReport } from "./formats/claim.ts";
import { placeClaim } from "./formats/place-claim.ts";
import { sourceText, type SourceText } from "./source-text.ts";

/** Reads one report; a text says why it cannot be believed. */
export type ReadReport = (raw: Uint8Array, context: ParseContext) => readonly ToolReport[] | string;

/** What is made of a claim: another one, or undefined where it is none of this scanner's. */
export type Weigh = (claim: Claim) => Claim | undefined;

/** `parse` of a tool whose format is read as claims. Total: what cannot be read or placed is a problem, and a report with a fault is not believed at all. */
export function claimParser(
  read: ReadReport,
  weigh: Weigh = (claim) => claim,
): (raw: Uint8Array, context: ParseContext) => ParsedReport {
  return (raw, context) => {
    const reports = read(raw, context);
    if (typeof reports === "string") return { findings: [], problems: [{ code: "report-unreadable", message: reports }] };
    const sources = new Map<string, SourceText | undefined>();
    const sourceOf = (claimed: string): SourceText | undefined => {
      const path = stagedPath(claimed, context.staged);
      if (path === undefined) return undefined;
      if (!sources.has(path)) {
        const text = context.text(path);
        sources.set(path, text === undefined ? undefined : sourceText(path, text));
      }
      return sources.get(path);
    };
    const findings: RawFinding[] = [];
    const suppressed: { finding: RawFinding; reason: string }[] = [];
    const problems = new Map<string, Problem>();
    const note = (problem: Problem): void => void problems.set(JSON.stringify(problem), problem);
    for (const report of reports) {
      for (const problem of report.problems) note(located(problem, context.staged));
      for (const claim of report.claims) {
        const weighed = weigh(claim);
        if (weighed === undefined) continue;
        const placed = placeClaim(weighed, sourceOf);
        if (typeof placed === "string")
          note({ code: "report-unreadable", message: `a result of ${claim.rule} was left out: ${placed}` });
        else if (weighed.hidden === undefined) findings.push(placed);
        else suppressed.push({ finding: placed, reason: weighed.hidden });
      }
    }
    return { findings, suppressed, problems: [...problems.values()] };
  };
}

/** The path below the staged folder, or undefined for one that is not there. Tools also name it without the first slash, or with `file://`. */
function stagedPath(claimed: string, staged: string): string | undefined {
  const plain = claimed.replace(/^file:\/\//u, "").replace(/^(?:\.\/)+/u, "");
  const prefix = `${staged}/`;
  const inside = plain.startsWith(prefix)
    ? plain.slice(prefix.length)
    : plain.startsWith(prefix.slice(1))
      ? plain.slice(prefix.length - 1)
      : plain;
  return isRepoPath(inside) ? inside : undefined;
}

function located(problem: Problem, staged: string): Problem {
  const { path, ...rest } = problem;
  const inside = path === undefined ? undefined : stagedPath(path, staged);
  return inside === undefined ? rest : { ...rest, path: inside };
}

/** Whether a dotted version is at least `major.minor`. */
export function versionAtLeast(version: string, least: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}
