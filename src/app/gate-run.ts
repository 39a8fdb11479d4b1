import { AssayError } from "#domain/errors.ts";
import type { Emit } from "#domain/event.ts";
import type { GateRecord, GateVerdict } from "#domain/gate.ts";
import type { DecisionBinding, JudgedApproval } from "#domain/approval.ts";
import { Digest } from "#domain/ids.ts";
import type { ScanReport } from "#domain/report.ts";
import { isSuppressionProblem } from "#domain/suppression.ts";
import { digestJson } from "#lib/digest.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { Approvals } from "#stages/decide/approvals.ts";
import type { ChangeFacts } from "#stages/decide/change-facts.ts";
import type { GateOutcome, GateRequest } from "./api.ts";
import { readBaseline } from "./baseline.ts";
import { authorOf } from "./change-author.ts";
import { judge } from "./change-policy.ts";
import { textOf } from "./check-run.ts";
import { readEnvironment } from "./env.ts";
import { gateApprovals } from "./gate-approvals.ts";
import { type GateChange, gateChange } from "./gate-change.ts";
import { gateFacts } from "./gate-facts.ts";
import { type GateScan, gateScan } from "./gate-scan.ts";
import { type Judges, ruleFault, SETTINGS } from "./judges.ts";
import { loadConfig } from "./load-config.ts";
import type { Project } from "./project.ts";
import { NO_SUPPRESSIONS } from "./suppressions.ts";
import { requireGit } from "./target.ts";
import { readable } from "./trees.ts";

const DEFAULT_SECONDS = 900;
const NOTHING_SEEN: ScanReport = { complete: false, engines: [], findings: [], suppressed: [], problems: [], files: [] };

/** Judges a change by the policy of the state that it starts from. Nothing is written, and nothing that the change holds has a say. */
export async function gateRun(project: Project, request: GateRequest, emit: Emit, signal: AbortSignal): Promise<GateOutcome> {
  const { judges, config } = project;
  if (judges === undefined) throw new Error("a gate needs a project that was opened with judgedFrom");
  const git = await requireGit(project.root, project.git);
  const change = await gateChange(project, request, signal);
  const seconds = config.budget.seconds ?? DEFAULT_SECONDS;
  const scan = await within(seconds, signal, (limited) => gateScan(project, change, emit, limited));
  const parts = {
    change,
    scan: scan ?? { report: NOTHING_SEEN, defects: [], old: new Set<string>(), suppressions: NO_SUPPRESSIONS, broken: [] },
    baseline: await readBaseline(change.base, config.policy.baseline),
    author: request.author ?? (await authorOf(git, judges.commit, headOf(change), signal)),
    breaksPolicy: await brokenByChange(project, change),
  };
  const seen = await gateFacts(project, parts, signal);
  const late = { reason: `the time ran out after ${seconds} s (budget.seconds)` };
  const unagreed: ChangeFacts = scan === undefined ? { ...seen, uncovered: [...seen.uncovered, late] } : seen;
  const binding = bindingOf(project, judges, parts, unagreed);
  const head = headOf(change);
  const source = { git, change, base: judges.commit, head, people: config.policy.people };
  const approvals = await gateApprovals(source, binding, signal);
  const verdict = judge({ ...unagreed, ...agreement(approvals) }, project);
  const { report, defects, old } = parts.scan;
  for (const defect of defects) emit({ kind: "defect-correlated", defect });
  return {
    report: { ...report, complete: report.complete && verdict.outcome !== "incomplete" },
    defects,
    text: textOf(change.head),
    verdict,
    record: recordOf(judges, change, binding, verdict),
    approvals: approvals.judged,
    files: change.files,
    scope: { analysed: report.files.length, importers: change.importers.length },
    isNew: ({ id }) => !old.has(id),
    notes: [...change.notes, ...oldProblems(report, change)],
  };
}

/** Undefined when the time ran out; the caller's own abort is thrown. */
async function within<T>(
  seconds: number,
  signal: AbortSignal,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const limit = AbortSignal.timeout(Math.ceil(seconds * 1000));
  try {
    return await work(AbortSignal.any([signal, limit]));
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) return undefined;
    throw error;
  }
}

function headOf({ headName }: GateChange): string {
  return headName === "worktree" || headName === "index" ? "HEAD" : headName;
}

/** What judges the next change would no longer work with this one merged. */
async function brokenByChange(project: Project, { head, changed }: GateChange): Promise<string[]> {
  const broken: string[] = [];
  for (const { path, change } of changed) {
    if (change === "deleted" || (path !== SETTINGS && !path.startsWith(".assay/rules/"))) continue;
    const bytes = await readable(head, path);
    const text = bytes === undefined ? undefined : decodeStrict(bytes);
    const fault = text === undefined ? `${path}: no regular file of UTF-8 text` : faultOf(project, path, text);
    if (fault !== undefined) broken.push(fault);
  }
  return broken;
}

function faultOf({ root, cwd }: Project, path: string, text: string): string | undefined {
  if (path !== SETTINGS) return ruleFault(path, text);
  try {
    loadConfig({ root, cwd, environment: readEnvironment(), flags: {}, repositoryText: { text } });
    return undefined;
  } catch (error) {
    if (error instanceof AssayError) return error.message;
    throw error;
  }
}

/** What an approval is bound to. Neither the name of the head nor who agrees is part of it: both change when an approval is added. */
function bindingOf(
  { config }: Project,
  judges: Judges,
  { change, scan }: { readonly change: GateChange; readonly scan: GateScan },
  facts: ChangeFacts,
): DecisionBinding {
  const of = (value: unknown): Digest => Digest.parse(digestJson(value));
  const { failOn, minProbability, policy, exclude, threatModel } = config;
  // How many days a suppression has left is another number tomorrow.
  const suppressed = facts.suppressed.map((one) => ({ ...one, days: undefined }));
  const parts = {
    patch: of(change.changed.map(({ path, before, after, kind }) => ({ path, before, after, kind }))),
    evidence: of({ ...facts, suppressed, covered: scan.report.files }),
    policy: of({ failOn, minProbability, policy, exclude, threatModel, rules: judges.rules, hides: scan.suppressions.inForce }),
  };
  return { ...parts, decision: of({ ...parts, base: judges.commit ?? null }) };
}

function agreement({ agreeing, judged }: Approvals): Pick<ChangeFacts, "approvals" | "roles" | "rejections" | "emergency"> {
  const words = (state: JudgedApproval["state"]): string[] => judged.flatMap((one) => (one.state === state ? [one.detail] : []));
  const [emergency] = words("breaks-glass");
  return {
    approvals: agreeing.length,
    roles: [...new Set(agreeing.flatMap(({ roles }) => roles))].toSorted(),
    rejections: words("rejects"),
    ...(emergency !== undefined && { emergency }),
  };
}

function recordOf(
  { commit }: Judges,
  { headName }: GateChange,
  { decision, patch, evidence, policy }: DecisionBinding,
  { outcome, tier, reviewers }: GateVerdict,
): GateRecord {
  const base = commit === undefined ? {} : { base: commit };
  return {
    schemaVersion: 1,
    id: decision,
    ...base,
    head: headName,
    patch,
    evidence,
    policy,
    outcome,
    tier,
    needed: reviewers.needed,
  };
}

function oldProblems({ problems, engines }: ScanReport, { files }: GateChange): string[] {
  const touched = new Set(files.map(({ path }) => path));
  const unread = [...problems.filter((problem) => !isSuppressionProblem(problem)), ...engines.flatMap(({ reasons }) => reasons)];
  const old = new Set(unread.flatMap(({ path }) => (path === undefined || touched.has(path) ? [] : [path])));
  const notes = problems.filter(isSuppressionProblem).map(({ message }) => message);
  if (old.size === 0) return notes;
  return [
    ...notes,
    `${old.size} ${old.size === 1 ? "file" : "files"} around the change could not be analysed, as before it: ${[...old].toSorted().slice(0, 3).join(", ")}`,
  ];
}
