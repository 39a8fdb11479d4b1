import { performance } from "node:perf_hooks";
import { type FlowFile, startFlow } from "#analysis/flow/analyse.ts";
import { fileMap } from "#analysis/flow/resolve.ts";
import { imported } from "#analysis/flow/roots.ts";
import type { FlowFinding } from "#analysis/flow/flow-finding.ts";
import type { Hit } from "#analysis/flow/types.ts";
import type { Use } from "#analysis/flow/watch.ts";
import { type ModuleRoot, moduleRoots } from "#analysis/imports/module-roots.ts";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import type { Models } from "#analysis/models/compile.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";

export type ModelsOf = (language: string) => Models | undefined;

/** What the strict analysis saw in one state of the code. */
export interface Followed {
  readonly trees: ReadonlyMap<string, SyntaxTree>;
  readonly findings: readonly FlowFinding[];
  readonly uses: readonly Use[];
  readonly harmless: readonly Hit[];
  /** Why it is not all there is to see; undefined when it is. */
  readonly gap: string | undefined;
}

const MAX_FILES = 40;
const PARSE_MS = 5_000;

/**
 * Follows data through files and what they import, holding every parameter to be untrusted and trusting no function for its name. `all` are the
 * paths of the project.
 */
export async function follow(
  { parser, models }: { readonly parser: TreeParser; readonly models: ModelsOf },
  workspace: Workspace,
  first: readonly string[],
  all: readonly string[],
  signal: AbortSignal,
): Promise<Followed> {
  const read = async (path: string): Promise<string | undefined> =>
    (await workspace.has(path)) ? decodeStrict(await workspace.read(path)) : undefined;
  const modules = await moduleRoots(all, read);
  const resolve = fileMap(all, modules);
  const trees = new Map<string, SyntaxTree>();
  const queue = [...first];
  let gap: string | undefined;
  for (let at = 0; at < queue.length; at++) {
    const path = queue[at] as string;
    if (trees.size >= MAX_FILES) {
      gap = `More than ${MAX_FILES} files are imported.`;
      break;
    }
    const tree = await parse(parser, workspace, path, signal);
    if (tree === undefined) {
      if (first.includes(path)) gap = `${path} could not be parsed.`;
      continue;
    }
    trees.set(path, tree);
    const { dottedModules: dots, id } = tree.pack;
    const others = importSpecifiers(id, tree.text).flatMap((specifier) => imported(resolve, path, specifier, dots));
    for (const next of [...others, ...resolve.peers(path)]) if (!queue.includes(next)) queue.push(next);
  }
  return run(trees, models, modules, gap);
}

async function parse(
  parser: TreeParser,
  workspace: Workspace,
  path: string,
  signal: AbortSignal,
): Promise<SyntaxTree | undefined> {
  const pack = languageOf(path);
  if (pack === undefined || !(await workspace.has(path))) return undefined;
  const text = decodeStrict(await workspace.read(path));
  if (text === undefined) return undefined;
  const deadline = performance.now() + PARSE_MS;
  const result = await parser.parse(pack, text, { shouldStop: () => signal.aborted || performance.now() > deadline });
  signal.throwIfAborted();
  return result.kind === "tree" ? result.tree : undefined;
}

function run(
  trees: ReadonlyMap<string, SyntaxTree>,
  models: ModelsOf,
  modules: readonly ModuleRoot[],
  before: string | undefined,
): Followed {
  const files: FlowFile[] = [...trees].map(([path, tree]) => ({ path, tree }));
  const uses: Use[] = [];
  const harmless: Hit[] = [];
  const watch = { used: (use: Use) => void uses.push(use), harmless: (hit: Hit) => void harmless.push(hit) };
  const flow = startFlow(files, strict(models), { threatModel: "library", modules, watch });
  for (const { path } of files) flow.follow(path);
  const { findings, problems } = flow.result();
  const [problem] = problems;
  const gap = before ?? (problem === undefined ? undefined : `${problem.path}: ${problem.message}.`);
  return { trees, findings, uses, harmless, gap };
}

/** Every parameter counts, also for kinds that usually leave parameters alone. */
function strict(models: ModelsOf): ModelsOf {
  const made = new Map<string, Models | undefined>();
  return (language) => {
    const known = models(language);
    if (!made.has(language))
      made.set(
        language,
        known && {
          ...known,
          kinds: known.kinds.map((kind) => ({ ...kind, confidence: { parameter: 0.1, ...kind.confidence } })),
        },
      );
    return made.get(language);
  };
}
