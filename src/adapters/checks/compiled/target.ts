import { foldersIn, programsOf } from "#adapters/checks/attack/texts.ts";
import type { Family } from "#adapters/checks/attack/plan.ts";
import { goCallable, goCallables, goLiterals, GO_WORDS, goVariables } from "#adapters/checks/go/entry.ts";
import { javaCallable, javaCallables, javaLiterals, JAVA_WORDS } from "#adapters/checks/java/entry.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { nodeAt, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { Location } from "#domain/location.ts";
import { lineStarts } from "#lib/text.ts";
import type { Order } from "./aims.ts";
import { type Callable, parametersOf, type Vocabulary } from "./entry.ts";

/** What a language tells of its functions. */
interface Reader {
  readonly around: (tree: SyntaxTree, node: NodeId) => Callable | undefined;
  readonly all: (tree: SyntaxTree) => Callable[];
  readonly literals: (tree: SyntaxTree, node: NodeId) => string[];
  readonly variables: (tree: SyntaxTree) => string[];
  readonly words: Vocabulary;
}

const READERS: Readonly<Record<string, Reader>> = {
  go: { around: goCallable, all: goCallables, literals: goLiterals, variables: goVariables, words: GO_WORDS },
  java: { around: javaCallable, all: javaCallables, literals: javaLiterals, variables: () => [], words: JAVA_WORDS },
};

export interface CompiledTarget {
  readonly order: Order;
  readonly callable: Callable;
  readonly label: string;
}

/** The callable at a place of the unchanged file, with everything that is needed to call it in both states; else why it cannot be. */
export function targetAt(file: TouchedFile, location: Location, family: Family): CompiledTarget | string {
  const reader = READERS[file.language?.id ?? ""];
  if (file.trees === undefined || reader === undefined) return "There is no grammar for the file.";
  const { before } = file.trees;
  const offsets = lineStarts(before.text);
  const [from, to] = [
    (offsets[location.startLine - 1] ?? 0) + location.startColumn - 1,
    (offsets[location.endLine - 1] ?? 0) + location.endColumn - 1,
  ];
  const callable = reader.around(before, nodeAt(before, from, to));
  if (callable === undefined) return "The weak place is in no function or method that can be called.";
  return targetOf(file, callable, family);
}

/** Callables whose text the patch changes, with the way to call each, or why there is none. */
export function changedTargets(file: TouchedFile, family: Family): (CompiledTarget | string)[] {
  const reader = READERS[file.language?.id ?? ""];
  if (file.trees === undefined || reader === undefined) return [];
  const { before, after } = file.trees;
  const fresh = new Map(reader.all(after).map((each) => [keyOf(each), textOf(after, each.node)]));
  return reader
    .all(before)
    .filter((each) => fresh.get(keyOf(each)) !== textOf(before, each.node))
    .map((each) => targetOf(file, each, family));
}

function targetOf(file: TouchedFile, callable: Callable, family: Family): CompiledTarget | string {
  const reader = READERS[file.language?.id ?? ""];
  if (file.trees === undefined || reader === undefined) return "There is no grammar for the file.";
  const { before, after } = file.trees;
  const label = [callable.owner.replace(/^.*[.*]/u, ""), callable.name].filter((each) => each !== "").join(".");
  const fresh = reader.all(after).find((each) => keyOf(each) === keyOf(callable));
  if (fresh === undefined) return `The patched code has no ${label} that takes the same.`;
  const parameters = parametersOf(callable, before, family, reader.words);
  const texts = [...new Set([...reader.literals(before, callable.node), ...reader.literals(after, fresh.node)])];
  const body = textOf(before, callable.node);
  const known = new Set(reader.variables(after));
  const order: Order = {
    family,
    path: file.path,
    name: callable.name,
    owner: callable.owner,
    parameters,
    types: callable.parameters.map(({ type }) => type),
    fields: fieldsOf(texts),
    prefix: prefixOf(texts, body),
    folders: family === "path-traversal" ? foldersIn(reader.literals(before, 0)) : [],
    programs: family === "command-injection" ? programsOf(texts) : [],
    words: texts.filter((text) => /^\w[\w.-]{0,30}$/u.test(text)),
    documents: family === "xml-entities" ? documentsOf(body) : "",
    variables: reader.variables(before).filter((name) => known.has(name)),
  };
  return { order, callable, label };
}

/** What tells one function of a file from another, and one version of it from one that takes something else. */
function keyOf({ name, owner, parameters }: Callable): string {
  return [owner, name, ...parameters.map(({ type }) => type)].join(" ");
}

function documentsOf(body: string): Order["documents"] {
  if (/\.newSchema\(\s*[^\s)]/u.test(body)) return "schema";
  return /\.(?:newTransformer|newTemplates)\(\s*[^\s)]/u.test(body) ? "style-sheet" : "";
}

const USUAL = ["name", "file", "path", "url", "id", "q"];

function fieldsOf(texts: readonly string[]): string[] {
  const named = texts.filter((text) => /^[A-Za-z][\w-]{0,30}$/u.test(text));
  return [...new Set([...named.slice(0, 12), ...(named.length === 0 ? USUAL : [])])];
}

/** How requests to a handler look, by what it does with them. */
function prefixOf(texts: readonly string[], body: string): string {
  if (/\.FormFile\(|\.MultipartReader\(|\.getPart\(/u.test(body)) return "(upload)";
  if (/json\.NewDecoder\(|readValue\(/u.test(body)) return "(json)";
  return texts.find((text) => /^\/[\w/-]*\/$/u.test(text)) ?? "/";
}
