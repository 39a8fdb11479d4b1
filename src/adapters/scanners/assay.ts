import { availableParallelism } from "node:os";
import { type Analyser, createAnalyser } from "#adapters/scanner-host/analyser.ts";
import type { HelperSetup } from "#adapters/scanner-host/helper-thread.ts";
import { createResultCache, type ResultCacheOptions } from "#adapters/scanner-host/result-cache.ts";
import { scanFiles } from "#adapters/scanner-host/scan-files.ts";
import type { ThreatModel } from "#analysis/flow/threat-model.ts";
import { LANGUAGES, languageById } from "#analysis/languages/registry.ts";
import type { Rule } from "#analysis/match/rule.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import type { LoadGrammar } from "#analysis/parse/parser.ts";
import { AssayError } from "#domain/errors.ts";
import { builtinModelData } from "#analysis/models/load.ts";
import { digest } from "#lib/digest.ts";
import { defineScanner, type LibraryScanner, type ScanTask } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";
import { allBuiltinRules } from "#rules/builtin.ts";

export interface AssayScannerDeps {
  readonly loadGrammar: LoadGrammar;
  /** The rules that ship with assay. */
  readonly rules: () => Promise<readonly Rule[]>;
  /** Stands for `rules` and the models, where that is known without reading them. */
  readonly knowledge?: (() => string) | undefined;
  /** The project's own rules; they run after ours. */
  readonly teamRules?: readonly Rule[];
  /** Absent: chosen from the code. */
  readonly threatModel?: ThreatModel;
  /** Absent: every scan begins anew. */
  readonly cache?: ResultCacheOptions | undefined;
  readonly offerTree?: ScannerTools["offerTree"];
  /** How many threads do the work of a scan of so many bytes or more; with none, or of less, this one does. */
  readonly helpers?: { readonly count: number; readonly fromBytes: number };
}

const MATCHER = "2";
const MAX_THREADS = 4;
/** Below this a thread takes longer to start than it saves. */
const FROM_BYTES = 2_000_000;

/** The embedded analyser: our matcher with our rules, in this process, without any tool. */
export function createAssayScanner(deps: AssayScannerDeps): LibraryScanner {
  const { count, fromBytes } = deps.helpers ?? {
    count: availableParallelism() === 1 ? 0 : Math.min(availableParallelism(), MAX_THREADS),
    fromBytes: FROM_BYTES,
  };
  let analyser: Promise<Analyser> | undefined;
  let knowledge: Promise<string> | undefined;
  const cache = deps.cache && createResultCache(deps.cache);
  const teamIds = new Set(deps.teamRules?.map(({ id }) => id));

  return defineScanner({
    id: "assay",
    kind: "library",
    title: "assay's embedded analyser",
    languages: LANGUAGES.map((pack) => pack.id),
    homepage: "https://www.npmjs.com/package/assay",
    licence: "Apache-2.0",
    needsNetwork: false,
    install: "Ships with assay.",
    async version() {
      return `${MATCHER}+rules.${(await (knowledge ??= digestOf(deps))).slice(7, 15)}`;
    },
    async scan(task, signal) {
      return scanFiles(
        {
          threatModel: deps.threatModel,
          teamIds,
          analyser: () => (analyser ??= start(deps)),
          helperSetup: () => helperSetup(deps, task),
          helpers: { count, fromBytes },
          cache,
          offerTree: deps.offerTree,
          engine: () => (knowledge ??= digestOf(deps)),
        },
        task,
        signal,
      );
    },
  });
}

/** With the rules that ship with assay and the team's. Throws AssayError `rule-invalid` for a team rule that cannot be used. */
export default function fromTools({
  loadGrammar,
  knowledge,
  teamRules,
  threatModel,
  cache,
  offerTree,
}: ScannerTools): LibraryScanner {
  const parsed = teamRules.flatMap(({ path, text }) => {
    const { rules, errors } = parseRules(text, path);
    const [error] = errors;
    if (error !== undefined)
      throw new AssayError("rule-invalid", `${error.path}:${error.line}:${error.column}: ${error.message}`);
    return rules;
  });
  return createAssayScanner({
    loadGrammar,
    rules: allBuiltinRules,
    knowledge,
    teamRules: parsed,
    cache,
    offerTree,
    ...(threatModel && { threatModel }),
  });
}

/** Stands for all rules, models and settings. */
async function digestOf({ rules, knowledge, teamRules = [], threatModel }: AssayScannerDeps): Promise<string> {
  // Their keys have one order, that of the files they are generated from: no canonical form is needed.
  const own = knowledge === undefined ? [await rules(), await builtinModelData()] : knowledge();
  return digest(JSON.stringify([own, teamRules, threatModel ?? null]));
}

async function start({ loadGrammar, rules, teamRules = [] }: AssayScannerDeps): Promise<Analyser> {
  return createAnalyser({ loadGrammar, rules: await rules(), teamRules });
}

async function helperSetup({ loadGrammar, rules, teamRules = [] }: AssayScannerDeps, task: ScanTask): Promise<HelperSetup> {
  const files = new Set(task.files.flatMap(({ language }) => languageById(language)?.grammar ?? []));
  const grammars = await Promise.all([...files].map(async (file) => [file, await loadGrammar(file)] as const));
  return { rules: [...(await rules()), ...teamRules], grammars: Object.fromEntries(grammars) };
}
