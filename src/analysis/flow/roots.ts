import type { FlowFacts } from "./facts.ts";
import type { Resolve } from "./resolve.ts";

/** A file as the choice of roots sees it. */
export interface Known {
  readonly path: string;
  readonly facts: FlowFacts;
  /** See the language's pack. */
  readonly dottedModules: boolean;
}

/** The project's files that each file imports, by path, in the order of its imports, and those that it knows without. */
export function importsOf(files: readonly Known[], resolve: Resolve): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files.map(({ path, facts, dottedModules }) => [
      path,
      [...facts.imports.flatMap((specifier) => imported(resolve, path, specifier, dottedModules)), ...resolve.peers(path)],
    ]),
  );
}

/** The files that an import brings: one, or those of a folder. */
export function imported(resolve: Resolve, path: string, specifier: string, dots: boolean): readonly string[] {
  const file = resolve(path, specifier, dots);
  return file === undefined ? [] : [file, ...resolve.peers(file)];
}

/** Files worth following, sorted: those in which, together with what they import, both a source and a sink are named; of a library those whose parameters matter to a sink. */
export function chooseRoots(
  files: readonly Known[],
  imports: ReadonlyMap<string, readonly string[]>,
  library: boolean,
): string[] {
  const own = new Map(files.map(({ path, facts }) => [path, facts]));
  let reaching: ReadonlySet<string> | undefined;
  return files
    .filter(({ path, facts }) => {
      if ((library && facts.parameters) || (facts.source && facts.sink)) return true;
      if (facts.source) return (reaching ??= sinkReaching(own, imports)).has(path);
      return facts.sink && (imports.get(path) ?? []).some((other) => own.get(other)?.source === true);
    })
    .map(({ path }) => path)
    .toSorted();
}

/** Files that import, through others too, one that names a sink. */
function sinkReaching(own: ReadonlyMap<string, FlowFacts>, imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const [path, others] of imports)
    for (const other of others) {
      const known = importers.get(other);
      if (known === undefined) importers.set(other, [path]);
      else known.push(path);
    }
  const found = new Set<string>();
  const queue = [...own].flatMap(([path, facts]) => (facts.sink ? [path] : []));
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const importer of importers.get(path) ?? []) {
      if (found.has(importer)) continue;
      found.add(importer);
      queue.push(importer);
    }
  }
  return found;
}
