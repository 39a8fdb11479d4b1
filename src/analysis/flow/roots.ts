import type { FlowFacts } from "./facts.ts";
import type { Resolve } from "./resolve.ts";

/** A file as the choice of roots sees it. */
export interface Known {
  readonly path: string;
  readonly facts: FlowFacts;
  /** See the language's pack. */
  readonly dottedModules: boolean;
}

/** Files that are looked at for one root. */
const MAX_REACH = 100;

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
  return files
    .filter(({ path, facts }) => {
      if ((library && facts.parameters) || (facts.source && facts.sink)) return true;
      if (facts.source) return reaches(path, own, imports);
      return facts.sink && (imports.get(path) ?? []).some((other) => own.get(other)?.source === true);
    })
    .map(({ path }) => path)
    .toSorted();
}

/** Whether what the file imports, through others too, names a sink. */
function reaches(path: string, own: ReadonlyMap<string, FlowFacts>, imports: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>([path]);
  const queue = [path];
  for (let at = 0; at < queue.length && at < MAX_REACH; at++) {
    for (const next of imports.get(queue[at] as string) ?? []) {
      if (seen.has(next)) continue;
      if (own.get(next)?.sink === true) return true;
      seen.add(next);
      queue.push(next);
    }
  }
  return false;
}
