import { availableParallelism } from "node:os";
import { type Analyser, createAnalyser } from "#adapters/scanner-host/analyser.ts";
import { type Hand, withHands, workOff } from "#adapters/scanner-host/crew.ts";
import { type FlowReport, followData } from "#adapters/scanner-host/data-flow.ts";
import type { FileResult } from "#adapters/scanner-host/each-file.ts";
import { createFileQueue } from "#adapters/scanner-host/file-queue.ts";
import type { HelperSetup } from "#adapters/scanner-host/helper-thread.ts";
import { createTreeStore } from "#adapters/scanner-host/tree-store.ts";
import { withdraw } from "#adapters/scanner-host/withdraw.ts";
import type { ThreatModel } from "#analysis/flow/threat-model.ts";
import { LANGUAGES, languageById } from "#analysis/languages/registry.ts";
import type { Rule } from "#analysis/match/rule.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import type { LoadGrammar } from "#analysis/parse/parser.ts";
import type { Problem } from "#domain/completeness.ts";
import { AssayError } from "#domain/errors.ts";
import { by } from "#lib/compare.ts";
import { builtinModelData } from "#analysis/models/load.ts";
import { digestJson } from "#lib/digest.ts";
import {
  defineScanner,
  type LibraryResult,
  type LibraryScanner,
  type RawFinding,
  type ScannerTools,
  type ScanTask,
} from "#ports/scanner.ts";
import { allBuiltinRules } from "#rules/builtin.ts";

export interface AssayScannerDeps {
  readonly loadGrammar: LoadGrammar;
  /** The rules that ship with assay. */
  readonly rules: () => Promise<readonly Rule[]>;
  /** The project's own rules; they run after ours. */
  readonly teamRules?: readonly Rule[];
  /** Absent: chosen from the code. */
  readonly threatModel?: ThreatModel;
  /** How many threads help the main one with a scan of so many bytes or more. */
  readonly helpers?: { readonly count: number; readonly fromBytes: number };
}

const MATCHER = "1";
const MAX_THREADS = 4;
/** Below this a thread takes longer to start than it saves. */
const FROM_BYTES = 2_000_000;

/** The embedded analyser: our matcher with our rules, in this process, without any tool. */
export function createAssayScanner(deps: AssayScannerDeps): LibraryScanner {
  const { count, fromBytes } = deps.helpers ?? {
    count: Math.min(availableParallelism(), MAX_THREADS) - 1,
    fromBytes: FROM_BYTES,
  };
  let analyser: Promise<Analyser> | undefined;
  let version: Promise<string> | undefined;
  const teamIds = new Set(deps.teamRules?.map(({ id }) => id));

  async function scanWith(hands: readonly Hand[], ready: Analyser, task: ScanTask, signal: AbortSignal): Promise<LibraryResult> {
    await ready.parser.prepare(LANGUAGES.filter((pack) => task.files.some(({ language }) => language === pack.id)));
    const trees = createTreeStore(ready.parser);
    const queue = createFileQueue(task);
    await workOff(ready, queue, trees, hands, signal);
    const results = queue.results();
    const flow = await followData(
      task,
      results,
      { analyser: ready, helpers: hands, trees, threatModel: deps.threatModel },
      signal,
    );
    return merged(task, results, flow, teamIds);
  }
  return defineScanner({
    id: "assay",
    kind: "library",
    title: "assay's embedded analyser",
    languages: LANGUAGES.map((pack) => pack.id),
    homepage: "https://www.npmjs.com/package/assay",
    licence: "Apache-2.0",
    needsNetwork: false,
    install: "Ships with assay.",
    version() {
      return (version ??= versionOf(deps));
    },
    async scan(task, signal) {
      const ready = await (analyser ??= start(deps));
      const bytes = task.files.reduce((sum, file) => sum + file.bytes, 0);
      if (count === 0 || bytes < fromBytes) return scanWith([], ready, task, signal);
      return withHands(count, await helperSetup(deps, task), signal, (hands) => scanWith(hands, ready, task, signal));
    },
  });
}

/** With the rules that ship with assay and the team's. Throws AssayError `rule-invalid` for a team rule that cannot be used. */
export default function fromTools({ loadGrammar, teamRules, threatModel }: ScannerTools): LibraryScanner {
  const parsed = teamRules.flatMap(({ path, text }) => {
    const { rules, errors } = parseRules(text, path);
    const [error] = errors;
    if (error !== undefined)
      throw new AssayError("rule-invalid", `${error.path}:${error.line}:${error.column}: ${error.message}`);
    return rules;
  });
  return createAssayScanner({ loadGrammar, rules: allBuiltinRules, teamRules: parsed, ...(threatModel && { threatModel }) });
}

async function versionOf({ rules, teamRules = [], threatModel }: AssayScannerDeps): Promise<string> {
  const [own, models] = await Promise.all([rules(), builtinModelData()]);
  return `${MATCHER}+rules.${digestJson([own, teamRules, models, ...(threatModel === undefined ? [] : [threatModel])]).slice(7, 15)}`;
}

async function start({ loadGrammar, rules, teamRules = [] }: AssayScannerDeps): Promise<Analyser> {
  return createAnalyser({ loadGrammar, rules: await rules(), teamRules });
}

async function helperSetup({ loadGrammar, rules, teamRules = [] }: AssayScannerDeps, task: ScanTask): Promise<HelperSetup> {
  const files = new Set(task.files.flatMap(({ language }) => languageById(language)?.grammar ?? []));
  const grammars = await Promise.all([...files].map(async (file) => [file, await loadGrammar(file)] as const));
  return { rules: [...(await rules()), ...teamRules], grammars: Object.fromEntries(grammars) };
}

const byPlace = by<RawFinding>(
  (finding) => finding.location.path,
  (finding) => finding.location.startLine,
  (finding) => finding.location.startColumn,
  (finding) => finding.rule,
);

const byLine = by<Problem>(
  (problem) => problem.path ?? "",
  (problem) => problem.line ?? 0,
  (problem) => problem.code,
);

function merged(
  { files }: ScanTask,
  results: readonly FileResult[],
  flow: FlowReport,
  teamIds: ReadonlySet<string>,
): LibraryResult {
  const ruled = withdraw(
    results.flatMap(({ findings }) => findings),
    flow.harmless,
    teamIds,
  );
  return {
    findings: [...ruled, ...flow.findings].toSorted(byPlace),
    problems: [...results.flatMap(({ problems }) => problems), ...flow.problems].toSorted(byLine),
    covered: files.flatMap(({ path }, index) => (results[index]?.analysed === true ? [path] : [])).toSorted(),
    suppressed: [...results.flatMap(({ suppressed }) => suppressed ?? []), ...flow.suppressed].toSorted((a, b) =>
      byPlace(a.finding, b.finding),
    ),
  };
}
