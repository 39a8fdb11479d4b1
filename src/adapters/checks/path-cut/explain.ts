import type { Models } from "#analysis/models/compile.ts";
import type { Use } from "#analysis/flow/watch.ts";
import type { TextEdit } from "#domain/patch.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import type { Followed, ModelsOf } from "./follow.ts";
import { functionAt, sameSource, type Source, sourceOf } from "./source.ts";

/** The path that was there before the patch. */
export interface OldPath {
  readonly source: Source;
  /** Family of the sink's weakness. */
  readonly family: string;
  readonly sink: { readonly path: string; readonly start: number; readonly end: number };
  /** The function that holds the sink. */
  readonly within: string;
  /** What the sink is called in the code. */
  readonly name: string;
}

export type Cut =
  | { readonly kind: "cut"; readonly by: string }
  | { readonly kind: "hidden"; readonly why: string; readonly dynamic: boolean };

/** Half-open ranges of a new text that a patch wrote, widened by one character for what was only taken away. */
export function writtenRanges(edits: readonly TextEdit[]): { readonly start: number; readonly end: number }[] {
  let shift = 0;
  return edits
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, text }) => {
      const range = { start: start + shift - 1, end: start + shift + text.length + 1 };
      shift += text.length - (end - start);
      return range;
    });
}

/** What ended a path that is no longer found, or that nothing shows it to be ended. */
export function explain(
  old: OldPath,
  after: Followed,
  models: ModelsOf,
  familyOf: (cwe: readonly string[]) => string,
  isWritten: (path: string, start: number, end: number) => boolean,
): Cut {
  const place = (path: string, start: number): string => {
    const text = after.trees.get(path)?.text ?? "";
    return `${path}:${positionAt(lineStarts(text), start).line}`;
  };
  const mine = (taints: Use["taints"]): boolean => taints.some((taint) => sameSource(old.source, sourceOf(after.trees, taint)));
  const inSinksFunction = (path: string, start: number, end: number): boolean => {
    const tree = after.trees.get(path);
    return path === old.sink.path && tree !== undefined && functionAt(tree, start, end) === old.within;
  };

  const uses = after.uses.filter((use) => mine(use.taints) || (isWritten(use.path, use.start, use.end) && use.taints.length > 0));
  const dynamic = uses.find((use) => isDynamic(use) && isWritten(use.path, use.start, use.end));
  if (dynamic !== undefined)
    return {
      kind: "hidden",
      dynamic: true,
      why: `at ${place(dynamic.path, dynamic.start)} the data goes into a call whose target is only known when it runs`,
    };
  const stopped = after.harmless.find(
    (hit) => familyOf(hit.kind.cwe) === old.family && (mine([hit.taint]) || inSinksFunction(hit.path, hit.start, hit.end)),
  );
  if (stopped !== undefined)
    return {
      kind: "cut",
      by: `a check or conversion that the models know stands before ${stopped.sink} at ${place(stopped.path, stopped.start)}`,
    };
  const same = uses.find((use) => use.name === old.name && inSinksFunction(use.path, use.start, use.end));
  if (same !== undefined)
    return { kind: "cut", by: `${same.name} at ${place(same.path, same.start)} gets the value only where it is plain data` };
  const isKind = (name: string, { kinds }: Models): boolean =>
    kinds.some(({ kind, cwe }) => kind === name && familyOf(cwe) === old.family);
  const cleaner = uses.find((use) => isWritten(use.path, use.start, use.end) && cleans(use, after, models, isKind));
  if (cleaner !== undefined)
    return { kind: "cut", by: `${cleaner.name} at ${place(cleaner.path, cleaner.start)} makes the value harmless` };
  const other = uses.find((use) => isWritten(use.path, use.start, use.end) && !use.own && isKnown(use, after, models));
  if (other !== undefined)
    return {
      kind: "cut",
      by: `the value now goes to ${other.name} at ${place(other.path, other.start)}, which is no sink of this kind`,
    };
  const met = after.uses.some((use) => mine(use.taints)) || after.harmless.some((hit) => mine([hit.taint]));
  return {
    kind: "hidden",
    dynamic: false,
    why: met
      ? "the data still comes in, but what became of it cannot be told"
      : "the data is no longer seen to come in, or nothing is done with it",
  };
}

const DYNAMIC =
  /^$|^(?:eval|exec|compile|getattr|setattr|globals|locals|vars|Function)$|^__import__|^(?:globalThis|Reflect|importlib|vm)\.|\(\)$|^\(/u;

/** What looks like such a call and is known: readers of data, and the function that a template of a library becomes. */
const PLAIN = /^(?:ast|json|JSON)\.|^(?:handlebars|pug|ejs|lodash|nunjucks|mustache|hogan\.js)\.(?:compile|template)\(\)$/u;

/** `table[name](x)`, `getattr(os, name)(x)`, `Reflect.apply(f, …)`: nobody can say what is called. */
function isDynamic({ name, references, own }: Use): boolean {
  return !own && DYNAMIC.test(name) && !references.some((reference) => PLAIN.test(reference));
}

function modelsFor({ trees }: Followed, { path }: Use, models: ModelsOf): Models | undefined {
  const tree = trees.get(path);
  return tree === undefined ? undefined : models(tree.pack.id);
}

function cleans(use: Use, after: Followed, models: ModelsOf, isKind: (name: string, models: Models) => boolean): boolean {
  const known = modelsFor(after, use, models);
  if (known === undefined) return false;
  const clearing = use.references.flatMap((each) => [...(known.sanitizers.get(each) ?? []), ...(known.guards.get(each) ?? [])]);
  return clearing.some(({ clears }) => clears === "all" || clears.some((name) => isKind(name, known)));
}

/** Whether the models speak of what is called, or of the library it comes from. */
function isKnown(use: Use, after: Followed, models: ModelsOf): boolean {
  const known = modelsFor(after, use, models);
  if (known === undefined) return false;
  return use.references.some(
    (reference) =>
      known.libraries.has(reference.split(/[.#(]/u)[0] ?? "") ||
      known.callSinks.has(reference) ||
      known.writeSinks.has(reference) ||
      known.propagators.has(reference) ||
      known.callTypes.has(reference),
  );
}
