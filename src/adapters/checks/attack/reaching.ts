import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";

const NAMES = ["identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"];
/** Where a value gets a name: the fields of what is bound, and of what is bound to it. */
const BINDINGS: Readonly<Record<string, readonly [bound: string, value: string]>> = {
  assignment: ["left", "right"],
  augmented_assignment: ["left", "right"],
  assignment_expression: ["left", "right"],
  augmented_assignment_expression: ["left", "right"],
  variable_declarator: ["name", "value"],
  named_expression: ["name", "value"],
  for_statement: ["left", "right"],
  for_in_statement: ["left", "right"],
  for_in_clause: ["left", "right"],
  as_pattern: ["alias", ""],
};
/** Calls that put a value into what they are called on. */
const FILLS = /^(?:append|extend|add|insert|push|unshift|set|update|write|writelines|concat)$/;
const CALLS = ["call", "call_expression"];

/**
 * Names inside `definition` whose values may come to the expression at `place`, by bindings alone: an over-approximation that ignores order and
 * branches. Where the place stores into a field or an item, the stored value counts and not what it is stored in.
 */
export function namesReaching(tree: SyntaxTree, definition: NodeId, place: NodeId): ReadonlySet<string> {
  const names = new Set(namesIn(tree, storedValue(tree, place)));
  const bindings = bindingsIn(tree, definition);
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const { bound, from } of bindings) if (bound.some((name) => names.has(name))) for (const name of from) names.add(name);
  }
  return names;
}

function storedValue(tree: SyntaxTree, start: NodeId): NodeId {
  const place = calledAt(tree, start);
  const inner = kindOf(tree, place) === "expression_statement" ? (namedChildren(tree, place)[0] ?? place) : place;
  for (const node of [inner, parentOf(tree, inner)]) {
    if (node === NONE || !/^assignment(?:_expression)?$/.test(kindOf(tree, node))) continue;
    const [left, right] = [childByField(tree, node, "left"), childByField(tree, node, "right")];
    if (right !== NONE && /^(?:subscript|attribute|member)/.test(kindOf(tree, left))) return right;
  }
  return inner;
}

/** The call whose callee a place is, or is a part of; else the place. */
function calledAt(tree: SyntaxTree, place: NodeId): NodeId {
  for (
    let node = place;
    node !== NONE && /^(?:identifier|property_identifier|attribute|member_expression)$/.test(kindOf(tree, node));
  ) {
    const parent = parentOf(tree, node);
    if (parent !== NONE && CALLS.includes(kindOf(tree, parent)) && childByField(tree, parent, "function") === node) return parent;
    node = parent;
  }
  return place;
}

function bindingsIn(tree: SyntaxTree, definition: NodeId): { bound: string[]; from: string[] }[] {
  const bound = descendants(tree, definition, Object.keys(BINDINGS)).map((node) => {
    const [left = "", right = ""] = BINDINGS[kindOf(tree, node)] ?? [];
    const [target, value] = [childByField(tree, node, left), right === "" ? node : childByField(tree, node, right)];
    return { bound: target === NONE ? [] : namesIn(tree, target), from: value === NONE ? [] : namesIn(tree, value) };
  });
  const filled = descendants(tree, definition, CALLS).flatMap((call) => {
    const callee = childByField(tree, call, "function");
    const method = callee === NONE ? "" : (/\.(\w+)$/.exec(textOf(tree, callee))?.[1] ?? "");
    if (!FILLS.test(method)) return [];
    const list = childByField(tree, call, "arguments");
    const holder = childByField(tree, callee, "object");
    return holder === NONE || list === NONE ? [] : [{ bound: namesIn(tree, holder), from: namesIn(tree, list) }];
  });
  return [...bound, ...filled];
}

function namesIn(tree: SyntaxTree, node: NodeId): string[] {
  const found = descendants(tree, node, NAMES).map((each) => textOf(tree, each));
  return NAMES.includes(kindOf(tree, node)) ? [textOf(tree, node), ...found] : found;
}
