import { type Callable, fieldText } from "#adapters/checks/compiled/entry.ts";
import {
  childByField,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { type PlainParameter, plainOf } from "./plain.ts";

/** A method that can be called with plain values, and how its object is made. */
export interface FaultTarget {
  readonly path: string;
  /** Class as the machine names it, and its package; `""` for none. */
  readonly owner: string;
  readonly packaged: string;
  readonly name: string;
  readonly isStatic: boolean;
  /** Of the constructor, before those of the method. */
  readonly made: readonly PlainParameter[];
  readonly parameters: readonly PlainParameter[];
  /** Declared types of the method, as they are written. */
  readonly types: readonly string[];
  /** Half-open ranges of the text that keep an entry beside the class from calling the method. */
  readonly closed: readonly { readonly start: number; readonly end: number }[];
}

const IMPLIED_STATIC = new Set(["record_declaration", "enum_declaration", "interface_declaration"]);

/** The way to call a method with plain values, or why there is none. */
export function faultTarget(tree: SyntaxTree, path: string, callable: Callable): FaultTarget | string {
  const { node, owner, name } = callable;
  const classes = classesAround(tree, node);
  const own = classes[0] ?? NONE;
  const isStatic = has(tree, node, "static");
  const parameters = plainParameters(callable.parameters);
  if (typeof parameters === "string") return `${name} takes ${parameters}, which is no plain value.`;
  const wayIn: NodeId[] = [node, ...classes];
  let made: readonly PlainParameter[] = [];
  if (!isStatic) {
    if (kindOf(tree, own) !== "class_declaration" || has(tree, own, "abstract"))
      return `${name} is no method of a class that can be made.`;
    if (classes.slice(0, -1).some((each) => !has(tree, each, "static") && !IMPLIED_STATIC.has(kindOf(tree, each))))
      return `${name} belongs to an inner class, which needs an object of the outer one.`;
    const constructor = plainConstructor(tree, own);
    if (constructor === undefined) return `No constructor of the class of ${name} takes plain values only.`;
    made = constructor.parameters;
    if (constructor.node !== NONE) wayIn.push(constructor.node);
  }
  const packaged = /^\s*package\s+([\w.]+)\s*;/mu.exec(tree.text)?.[1] ?? "";
  return {
    path,
    owner,
    packaged,
    name,
    isStatic,
    made,
    parameters,
    types: callable.parameters.map(({ type }) => type),
    closed: wayIn.flatMap((each) => privateIn(tree, each)),
  };
}

function classesAround(tree: SyntaxTree, node: NodeId): NodeId[] {
  const found: NodeId[] = [];
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current))
    if (/^(?:class|record|enum|interface)_declaration$/u.test(kindOf(tree, current))) found.push(current);
  return found;
}

function modifiersOf(tree: SyntaxTree, node: NodeId): NodeId {
  return namedChildren(tree, node).find((child) => kindOf(tree, child) === "modifiers") ?? NONE;
}

function has(tree: SyntaxTree, node: NodeId, word: string): boolean {
  const modifiers = modifiersOf(tree, node);
  return modifiers !== NONE && textOf(tree, modifiers).split(/\s+/u).includes(word);
}

function privateIn(tree: SyntaxTree, node: NodeId): FaultTarget["closed"] {
  const modifiers = modifiersOf(tree, node);
  if (modifiers === NONE) return [];
  const at = textOf(tree, modifiers).search(/\bprivate\b/u);
  const start = (tree.starts[modifiers] ?? 0) + at;
  return at < 0 ? [] : [{ start, end: start + "private".length }];
}

/** Parameters as plain ones, or the first type that is none. */
function plainParameters(declared: Callable["parameters"]): readonly PlainParameter[] | string {
  const found: PlainParameter[] = [];
  for (const { name, type } of declared) {
    const plain = plainOf(type);
    if (plain === undefined) return type;
    found.push({ name, ...plain });
  }
  return found;
}

/** The constructor with the fewest parameters, all plain; `NONE` for the one that nobody wrote. */
function plainConstructor(
  tree: SyntaxTree,
  owner: NodeId,
): { readonly node: NodeId; readonly parameters: readonly PlainParameter[] } | undefined {
  const body = childByField(tree, owner, "body");
  const written = namedChildren(tree, body).filter((child) => kindOf(tree, child) === "constructor_declaration");
  if (written.length === 0) return { node: NONE, parameters: [] };
  const usable = written.flatMap((node) => {
    const list = namedChildren(tree, childByField(tree, node, "parameters"));
    if (list.some((each) => kindOf(tree, each) !== "formal_parameter")) return [];
    const parameters = plainParameters(
      list.map((each) => ({ name: fieldText(tree, each, "name"), type: fieldText(tree, each, "type") })),
    );
    return typeof parameters === "string" ? [] : [{ node, parameters }];
  });
  return usable.toSorted((one, other) => one.parameters.length - other.parameters.length)[0];
}
