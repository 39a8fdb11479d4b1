import type { Models } from "#analysis/models/compile.ts";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Resolve } from "./resolve.ts";

export interface Usable {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly models: Models;
}

/** Files that are looked at for one root. */
const MAX_REACH = 100;

interface Named {
  source: boolean;
  sink: boolean;
}

/** Files worth following, sorted: those in which, together with what they import, both a source and a sink are named; of a library those whose parameters matter to a sink. */
export function chooseRoots(files: readonly Usable[], resolve: Resolve, library: boolean): string[] {
  const own = new Map<string, Named>();
  const alone = new Set<string>();
  const imports = new Map<string, readonly string[]>();
  for (const { path, tree, models } of files) {
    const { mentions } = models;
    const source = mentions.sources(tree.text);
    own.set(path, { source, sink: mentions.sinks(tree.text, false) });
    if (library && mentions.sinks(tree.text, true)) alone.add(path);
    const dots = tree.pack.id === "python";
    imports.set(
      path,
      importSpecifiers(dots ? "python" : "javascript", tree.text).flatMap((specifier) => resolve(path, specifier, dots) ?? []),
    );
  }
  return files
    .map((file) => file.path)
    .filter((path) => {
      const here = own.get(path);
      if (alone.has(path) || (here?.source === true && here.sink)) return true;
      if (here?.source === true) return reaches(path, own, imports);
      return here?.sink === true && (imports.get(path) ?? []).some((other) => own.get(other)?.source === true);
    })
    .toSorted();
}

/** Whether what the file imports, through others too, names a sink. */
function reaches(path: string, own: ReadonlyMap<string, Named>, imports: ReadonlyMap<string, readonly string[]>): boolean {
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
