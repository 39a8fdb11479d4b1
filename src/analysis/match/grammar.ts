import type { Dialect } from "#analysis/parse/dialect.ts";
import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { NAMED, NONE } from "#analysis/parse/tree.ts";

/** One flag a kind number. */
export type KindSet = Uint8Array;

/** A dialect with its names resolved to the numbers of one loaded grammar. */
export interface Grammar {
  readonly dialect: Dialect;
  readonly transparent: KindSet;
  readonly optional: KindSet;
  readonly identifier: KindSet;
  readonly member: KindSet;
  readonly call: KindSet;
  readonly argumentList: KindSet;
  readonly assignment: KindSet;
  readonly function: KindSet;
  readonly lambda: KindSet;
  /** Functions, lambdas, methods: what code inside runs in another frame. */
  readonly frame: KindSet;
  readonly class: KindSet;
  readonly block: KindSet;
  readonly declaration: KindSet;
  readonly unordered: KindSet;
  readonly pair: KindSet;
  readonly string: KindSet;
  readonly constant: KindSet;
  readonly comment: KindSet;
  readonly parameter: KindSet;
  /** By kind number: field number of the callee or member object, 0 for none. */
  readonly headField: Uint8Array;
  /** By kind number: field number of arguments, property or value. */
  readonly tailField: Uint8Array;
  /** The same set for the same names; not to be changed. */
  readonly kinds: (...names: readonly string[]) => KindSet;
  readonly kind: (name: string) => number;
  readonly field: (name: string) => number;
}

const known = new WeakMap<readonly string[], Grammar>();

/** The resolved grammar of a tree; made once for each loaded grammar. */
export function grammarOf(tree: SyntaxTree): Grammar {
  let grammar = known.get(tree.kindNames);
  if (grammar === undefined) {
    grammar = resolve(tree, tree.pack.dialect);
    known.set(tree.kindNames, grammar);
  }
  return grammar;
}

function resolve(tree: SyntaxTree, dialect: Dialect): Grammar {
  const { kindNames, fieldNames } = tree;
  const sets = new Map<string, KindSet>();
  const kinds = (...names: readonly string[]): KindSet => {
    const key = names.join(" ");
    let set = sets.get(key);
    if (set === undefined) {
      set = Uint8Array.from(kindNames, (name) => (names.includes(name) ? 1 : 0));
      sets.set(key, set);
    }
    return set;
  };
  const fieldIds = new Map(fieldNames.map((name, id) => [name, id]));
  const field = (name: string): number => fieldIds.get(name) ?? 0;
  const headField = new Uint8Array(kindNames.length);
  const tailField = new Uint8Array(kindNames.length);
  const entries = [
    ...dialect.calls.map((call) => [call.kind, call.callee, call.arguments] as const),
    ...dialect.members.map((member) => [member.kind, member.object, member.property] as const),
    ...dialect.assignments.map((assignment) => [assignment.kind, assignment.left, assignment.right] as const),
    ...dialect.pairs.map((pair) => [pair, pair === "keyword_argument" ? "name" : "key", "value"] as const),
    ...dialect.parameters.map((parameter) => [parameter.kind, parameter.name, "value"] as const),
  ];
  for (const [kind, head, tail] of entries) {
    for (const [id, name] of kindNames.entries()) {
      if (name !== kind) continue;
      headField[id] = field(head);
      tailField[id] = field(tail);
    }
  }
  return {
    dialect,
    transparent: kinds(...dialect.transparent),
    optional: kinds(...dialect.optional, ...dialect.optionalTokens),
    identifier: kinds(...dialect.identifiers),
    member: kinds(...dialect.members.map((member) => member.kind)),
    call: kinds(...dialect.calls.map((call) => call.kind)),
    argumentList: kinds(...dialect.argumentLists),
    assignment: kinds(...dialect.assignments.map((assignment) => assignment.kind)),
    function: kinds(...dialect.functions),
    lambda: kinds(...dialect.lambdas),
    frame: kinds(...dialect.functions, ...dialect.lambdas, "method_definition"),
    class: kinds(...dialect.classes),
    block: kinds(...dialect.blocks),
    declaration: kinds(...dialect.declarations),
    unordered: kinds(...dialect.unordered),
    pair: kinds(...dialect.pairs),
    string: kinds(...dialect.strings),
    constant: kinds(...dialect.constants),
    comment: kinds(...dialect.comments),
    parameter: kinds(...dialect.parameters.map((parameter) => parameter.kind)),
    headField,
    tailField,
    kinds,
    kind: (name) => kindNames.indexOf(name),
    field,
  };
}

/** First child in a field by number, or NONE. */
export function fieldChild(tree: SyntaxTree, node: NodeId, field: number): NodeId {
  const end = tree.after[node] as number;
  for (let child = node + 1; child < end; child = tree.after[child] as number) if (tree.fields[child] === field) return child;
  return NONE;
}

/** Callee of a call, object of a member, target of an assignment, key of a pair. */
export function headOf(tree: SyntaxTree, grammar: Grammar, node: NodeId): NodeId {
  const field = grammar.headField[tree.kinds[node] as number] as number;
  return field === 0 ? NONE : fieldChild(tree, node, field);
}

/** Arguments of a call, property of a member, value of an assignment or pair. */
export function tailOf(tree: SyntaxTree, grammar: Grammar, node: NodeId): NodeId {
  const field = grammar.tailField[tree.kinds[node] as number] as number;
  return field === 0 ? NONE : fieldChild(tree, node, field);
}

/** First named child that is no comment, or NONE. */
export function firstNamed(tree: SyntaxTree, grammar: Grammar, node: NodeId): NodeId {
  const end = tree.after[node] as number;
  for (let child = node + 1; child < end; child = tree.after[child] as number) {
    if (((tree.flags[child] as number) & NAMED) !== 0 && grammar.comment[tree.kinds[child] as number] === 0) return child;
  }
  return NONE;
}

/** The expression behind brackets, `await` and casts. */
export function unwrap(tree: SyntaxTree, grammar: Grammar, node: NodeId): NodeId {
  let current = node;
  while (isKind(tree, current, grammar.transparent)) {
    const inner = firstNamed(tree, grammar, current);
    if (inner === NONE) break;
    current = inner;
  }
  return current;
}

/** True when the node is named and of one of the kinds. */
export function isKind(tree: SyntaxTree, node: NodeId, kinds: KindSet): boolean {
  return kinds[tree.kinds[node] as number] === 1 && ((tree.flags[node] as number) & NAMED) !== 0;
}

/** Named children without comments. */
export function items(tree: SyntaxTree, grammar: Grammar, node: NodeId): NodeId[] {
  const found: NodeId[] = [];
  const end = tree.after[node] as number;
  for (let child = node + 1; child < end; child = tree.after[child] as number) {
    if (((tree.flags[child] as number) & NAMED) !== 0 && grammar.comment[tree.kinds[child] as number] === 0) found.push(child);
  }
  return found;
}
