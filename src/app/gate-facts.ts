import { isTestPath, weakensTests } from "#adapters/checks/silencing/tests.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import type { EngineRun } from "#domain/completeness.ts";
import { AssayError } from "#domain/errors.ts";
import { isSuppressionProblem } from "#domain/suppression.ts";
import { showInvisible } from "#lib/text.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { ChangeFacts, EngineFact } from "#stages/decide/change-facts.ts";
import { changedSuppressions } from "./changed-suppressions.ts";
import type { GateChange } from "./gate-change.ts";
import type { GateScan } from "./gate-scan.ts";
import type { Project } from "./project.ts";
import { suppressedFacts } from "./suppressed-facts.ts";
import { readable } from "./trees.ts";

/** Ids that the baseline lists. */
export interface Baseline {
  readonly ids: ReadonlySet<string>;
  readonly broken: readonly string[];
}

export interface FactParts {
  readonly change: GateChange;
  readonly scan: GateScan;
  readonly baseline: Baseline;
  readonly author: ChangeFacts["author"];
  readonly breaksPolicy: readonly string[];
}

/** Puts together what is known of a change, for the policy. */
export async function gateFacts(
  project: Project,
  { change, scan, baseline, author, breaksPolicy }: FactParts,
  signal: AbortSignal,
): Promise<ChangeFacts> {
  const touched = new Set(change.files.map(({ path }) => path));
  const { report } = scan;
  const unread = report.problems.filter((problem) => !isSuppressionProblem(problem) && isOfChange(problem.path, touched));
  return {
    files: change.files,
    reach: change.importers.length,
    author,
    defects: scan.defects.map(({ id, cwe, rule, title, severity, probability, location }) => ({
      id,
      ...(cwe === undefined ? {} : { cwe }),
      rule,
      title,
      severity,
      probability,
      path: location.path,
      line: location.startLine,
      isNew: !scan.old.has(id),
      known: baseline.ids.has(id),
    })),
    engines: await engineFacts(project, change, report.engines, touched),
    uncovered: [...change.uncovered, ...unread.map(({ path, message }) => ({ path, reason: message }))],
    suppressed: suppressedFacts(report.suppressed, scan.suppressions),
    newSuppressions: await newSuppressions(project, change, signal),
    weakenedTests: await weakenedTests(project, change),
    brokenPolicy: [...(project.judges?.broken ?? []), ...baseline.broken],
    breaksPolicy: [...breaksPolicy, ...scan.broken],
    approvals: 0,
    roles: [],
    rejections: [],
  };
}

/** A problem of a file that the change does not touch was there before. */
function isOfChange(path: string | undefined, touched: ReadonlySet<string>): boolean {
  return path === undefined || touched.has(path);
}

async function engineFacts(
  project: Project,
  { listing }: GateChange,
  engines: readonly EngineRun[],
  touched: ReadonlySet<string>,
): Promise<EngineFact[]> {
  const ran = engines.map(({ id, status, reasons, version }): EngineFact => {
    const counted = reasons.filter(({ path }) => isOfChange(path, touched));
    const [first] = counted;
    if (status === "complete" || first === undefined) return { id, status: "complete", detail: version };
    const more = counted.length > 1 ? ` and ${counted.length - 1} more` : "";
    return { id, status, detail: `${first.path === undefined ? "" : `${first.path}: `}${first.message}${more}` };
  });
  const known = new Set(ran.map(({ id }) => id));
  const languages = new Set(listing.files.map(({ language }) => language));
  const required = project.config.policy.engines;
  const states = required.length === 0 ? [] : await project.engineStates();
  for (const id of required) {
    const state = states.find((one) => one.id === id);
    if (state === undefined) throw new AssayError("engine-unknown", `policy.engines: no engine is called ${showInvisible(id)}`);
    if (known.has(id)) continue;
    const wanted = state.languages.some((language) => languages.has(language));
    ran.push({ id, status: wanted ? "absent" : "idle", detail: wanted ? `${state.detail}. ${state.install}` : "no file for it" });
  }
  return ran;
}

async function newSuppressions(
  project: Project,
  change: GateChange,
  signal: AbortSignal,
): Promise<ChangeFacts["newSuppressions"]> {
  const touched = new Set(change.files.map(({ path }) => path));
  const listing = { ...change.listing, files: change.listing.files.filter(({ path }) => touched.has(path)) };
  try {
    const found = await changedSuppressions(
      project,
      { workspace: change.head, listing, selects: () => true, holds: (path) => touched.has(path) },
      { base: change.base, touches: change.touches },
      signal,
    );
    return found.map(({ location, message }) => ({ path: location.path, line: location.startLine, words: message }));
  } catch (error) {
    // A file of suppressions that the change breaks is told as such already.
    if (error instanceof AssayError && error.code === "config-invalid") return [];
    throw error;
  }
}

async function weakenedTests(project: Project, { base, head, changed }: GateChange): Promise<ChangeFacts["weakenedTests"]> {
  const found: ChangeFacts["weakenedTests"][number][] = [];
  for (const { path, change, kind, ranges } of changed) {
    if (kind !== "file" || !isTestPath(path)) continue;
    if (change === "deleted") found.push({ path, detail: "the file is deleted" });
    if (change !== "modified" || base === undefined || ranges.length === 0) continue;
    const [before, after] = [await stateOf(project, base, path), await stateOf(project, head, path)];
    if (before === undefined || after === undefined) continue;
    const language = languageOf(path);
    const trees = before.tree && after.tree && { before: before.tree, after: after.tree };
    const said = weakensTests({ path, language, before: before.text, after: after.text, trees });
    if (said?.reason === "weakens-tests") found.push({ path, detail: said.detail });
  }
  return found;
}

async function stateOf(project: Project, workspace: GateChange["head"], path: string) {
  const bytes = await readable(workspace, path);
  const text = bytes === undefined ? undefined : decodeStrict(bytes);
  return text === undefined ? undefined : { text, tree: await project.treeOf(workspace, path) };
}
