import type { Models } from "#analysis/models/compile.ts";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Resolve } from "./resolve.ts";

export interface Usable {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly models: Models;
}

interface Mentions {
  source: boolean;
  sink: boolean;
}

const matchers = new WeakMap<ReadonlySet<string>, RegExp>();

export function mentions(words: ReadonlySet<string>, text: string): boolean {
  let regex = matchers.get(words);
  if (regex === undefined) {
    const names = [...words].filter((word) => /^[\w$]+$/u.test(word)).toSorted((a, b) => b.length - a.length);
    regex = new RegExp(`\\b(?:${names.join("|").replaceAll("$", "\\$")})\\b`, "u");
    matchers.set(words, regex);
  }
  return regex.test(text);
}

/** Files worth following, sorted: those in which, together with what they import, both a source and a sink are named. */
export function chooseRoots(files: readonly Usable[], resolve: Resolve, library: boolean): string[] {
  const own = new Map<string, Mentions>();
  const imports = new Map<string, readonly string[]>();
  for (const { path, tree, models } of files) {
    own.set(path, { source: library || mentions(models.sourceWords, tree.text), sink: mentions(models.sinkWords, tree.text) });
    const language = tree.pack.id === "python" ? "python" : "javascript";
    imports.set(
      path,
      importSpecifiers(language, tree.text).flatMap((specifier) => resolve(path, specifier, language) ?? []),
    );
  }
  return files
    .map((file) => file.path)
    .filter((path) => {
      const seen = reach(path, own, imports);
      return seen.source && seen.sink;
    })
    .toSorted();
}

function reach(path: string, own: ReadonlyMap<string, Mentions>, imports: ReadonlyMap<string, readonly string[]>): Mentions {
  const total: Mentions = { source: false, sink: false };
  const seen = new Set<string>([path]);
  const queue = [path];
  for (let at = 0; at < queue.length && at < 200; at++) {
    const current = queue[at] as string;
    const one = own.get(current);
    total.source ||= one?.source === true;
    total.sink ||= one?.sink === true;
    if (total.source && total.sink) break;
    for (const next of imports.get(current) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return total;
}
