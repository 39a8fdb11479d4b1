import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { FixOutcome } from "#app/api.ts";
import { open } from "#app/open.ts";
import { LEVELS, rungPassed, type Level, type Verdict } from "#domain/verdict.ts";
import type { Files } from "./case.ts";
import { writeFiles } from "./grade.ts";

/** One accepted repair. */
export interface AcceptedFix {
  readonly author: string;
  readonly cwe: string;
  readonly level: Level | undefined;
  /** Whether attacks worked before and fail after. */
  readonly attacked: boolean;
  /** Seconds of its checks up to E3, and of all; undefined where a rung was not asked or broke down. */
  readonly seconds: { readonly toE3: number; readonly toE6: number };
  /** Verdicts that are no pass, as `level check: outcome reason`. */
  readonly open: readonly string[];
}

/** What the loop made of one unsafe program. */
export interface Repaired {
  readonly files: Files;
  /** Defects the loop was asked to repair, as `rule CWE line`. */
  readonly found: readonly string[];
  readonly accepted: readonly AcceptedFix[];
  /** Why other defects stayed, as `rule: reason`. */
  readonly left: readonly string[];
  /** Whether a second run changed a file. */
  readonly restless: boolean;
  readonly seconds: number;
}

const NO_SIGNAL = new AbortController().signal;

/** Runs the loop over a private copy of the files, applies what the policy accepts, and runs it again. `work` is a folder for the copy. */
export async function repairFiles(work: string, files: Files): Promise<Repaired> {
  const folder = mkdtempSync(join(work, "project-"));
  const project = join(folder, "code");
  mkdirSync(project);
  try {
    writeFiles(project, files);
    const started = performance.now();
    const first = await fix(project, join(folder, "state"));
    const seconds = (performance.now() - started) / 1000;
    const after = readFiles(project, files);
    const again = first.applied ? await fix(project, join(folder, "state")).then(() => readFiles(project, files)) : after;
    return {
      files: after,
      found: [...first.defectsById.values()].map(({ rule, cwe, location }) => `${rule} ${cwe ?? ""} line ${location.startLine}`),
      accepted: first.repairs.filter(({ status }) => status === "fixed").flatMap((repair) => acceptedFix(first, repair)),
      left: first.repairs.filter(({ status }) => status !== "fixed").map((repair) => why(first, repair)),
      restless: Object.keys(files).some((path) => after[path] !== again[path]),
      seconds,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fix(project: string, stateFolder: string): Promise<FixOutcome> {
  const assay = await open({ cwd: project, stateFolder, threatModel: "library", unsafeNoSandbox: false });
  try {
    return await assay.fix({ target: { paths: [] }, apply: true, approve: false, only: [] }, () => undefined, NO_SIGNAL);
  } finally {
    await assay.close();
  }
}

function readFiles(project: string, files: Files): Files {
  return Object.fromEntries(Object.keys(files).map((path) => [path, readFileSync(join(project, path), "utf8")]));
}

type Repairs = FixOutcome["repairs"][number];

function acceptedFix(outcome: FixOutcome, { defect, attempts, chosen }: Repairs): AcceptedFix[] {
  const attempt = chosen === undefined ? undefined : attempts[chosen];
  if (attempt === undefined) return [];
  const { verdicts, candidate, level } = attempt;
  return [
    {
      author: `${candidate.author}${candidate.variant === undefined ? "" : ` ${candidate.variant}`}`,
      cwe: outcome.defectsById.get(defect)?.cwe ?? "",
      level,
      attacked: rungPassed(verdicts, "E5"),
      seconds: { toE3: secondsTo(verdicts, "E3"), toE6: secondsTo(verdicts, "E6") },
      open: verdicts
        .filter(({ outcome: said }) => said !== "pass")
        .map((one) => `${one.level} ${one.check}: ${one.outcome} ${one.reason}`),
    },
  ];
}

function secondsTo(verdicts: readonly Verdict[], level: Level): number {
  const rungs = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  return verdicts.filter((verdict) => rungs.includes(verdict.level)).reduce((sum, { seconds }) => sum + seconds, 0);
}

function why(outcome: FixOutcome, { defect, status, reason, declined, attempts }: Repairs): string {
  const rule = outcome.defectsById.get(defect)?.rule ?? defect;
  const tried = attempts.map(({ candidate, decision }) => `${candidate.author} ${decision.outcome}: ${decision.reason}`);
  return `${rule}: ${status} ${reason} [${[...declined.filter(({ code }) => code !== "other-place").map(({ by, reason: said }) => `${by}: ${said}`), ...tried].join("; ")}]`;
}
