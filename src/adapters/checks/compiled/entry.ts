import type { Family, Parameter } from "#adapters/checks/attack/plan.ts";
import { type Declared, describe } from "#adapters/checks/attack/harmless.ts";
import { childByField, kindOf, type NodeId, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";

/** A function or method that a driver of a compiled language can call. */
export interface Callable {
  readonly name: string;
  /** The type that a method belongs to, as it is written; `""` for a function. */
  readonly owner: string;
  readonly node: NodeId;
  readonly parameters: readonly Typed[];
}

export interface Typed {
  readonly name: string;
  readonly type: string;
  /** What a method belongs to: the application's own, never an attacker's. */
  readonly receiver?: boolean;
}

/** What tells how a language's types are made. */
export interface Vocabulary {
  /** The word for a type that the description of harmless values knows; undefined for one that the driver makes by itself. */
  readonly wordFor: (type: string) => string | undefined;
  /** A type from whose value the code takes fields of a request. */
  readonly isRequest: (type: string) => boolean;
  /** What is unpacked by a body, where it is. */
  readonly packed: (body: string) => "archive" | undefined;
}

const REQUESTED: Partial<Readonly<Record<Family, string>>> = {
  "path-traversal": "a.txt",
  "dangerous-upload": "a.txt",
  "open-redirect": "/home",
  "request-forgery": "http://example.com/a",
  "command-injection": "localhost",
  "xml-entities": "<x><name>one</name></x>",
};

/** Harmless values for the parameters of a callable, and which of them an attacker chooses. */
export function parametersOf(callable: Callable, tree: SyntaxTree, family: Family, words: Vocabulary): Parameter[] {
  const body = textOf(tree, callable.node);
  const surroundings = { body, around: tree.text };
  return callable.parameters.map(({ name, type, receiver = false }): Parameter => {
    const request = words.isRequest(type);
    const own = { name, keyword: false } as const;
    if (request) return { ...own, shape: "request", text: REQUESTED[family] ?? "ann", attacked: true };
    const word = words.wordFor(type);
    if (word === undefined)
      return { ...own, shape: "object", text: REQUESTED[family] ?? "ann", attacked: !receiver && holdsTexts(type) };
    const declared: Declared = { name, type: word, default: "", keyword: false };
    const made = describe(declared, surroundings, family, new Set());
    const text = made.shape === "number" || family === "request-forgery" ? made.text : (REQUESTED[family] ?? made.text);
    const shape = made.attacked && family === "path-traversal" ? (words.packed(body) ?? made.shape) : made.shape;
    return { ...made, text: shape === "folder" ? made.text : text, shape };
  });
}

/** A type of the project's own: what it holds may be the attacker's. */
function holdsTexts(type: string): boolean {
  return /^\*?[A-Z]\w*$/.test(type);
}

/** The outermost node of one of the kinds around a place. */
export function outermost(tree: SyntaxTree, node: NodeId, kinds: readonly string[]): NodeId {
  let found: NodeId = NONE;
  for (let current = node; current !== NONE; current = parentOf(tree, current))
    if (kinds.includes(kindOf(tree, current))) found = current;
  return found;
}

export function fieldText(tree: SyntaxTree, node: NodeId, field: string): string {
  const inner = childByField(tree, node, field);
  return inner === NONE ? "" : textOf(tree, inner);
}
