import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { fieldChild, type Grammar, isKind, unwrap } from "./grammar.ts";

/** Finds the literal that a name stands for, when it was bound exactly once. */
export interface Constants {
  /** Node of the literal an identifier is bound to, or NONE. */
  valueOf(identifier: NodeId): NodeId;
}

interface Slot {
  bindings: number;
  value: NodeId;
}

/** Kinds whose names are never constant anywhere in the file. */
const ESCAPES: readonly (readonly [string, string])[] = [
  ["global_statement", ""],
  ["nonlocal_statement", ""],
  ["assignment_expression", "left"],
  ["augmented_assignment_expression", "left"],
  ["update_expression", "argument"],
];

/** Collects all bindings of a file in one pass. `scope` gives each node's innermost function or class, -1 for the file. */
export function constantsOf(tree: SyntaxTree, grammar: Grammar, scope: Int32Array): Constants {
  const slots = new Map<string, Slot>();
  const escaped = new Set<string>();
  const binders = table(tree, grammar, grammar.dialect.binders);
  const escapes = table(tree, grammar, ESCAPES);
  const plain = grammar.kinds("assignment", "variable_declarator", "named_expression");

  const bind = (name: NodeId, at: number, value: NodeId): void => {
    const key = `${at}:${textOf(tree, name)}`;
    const slot = slots.get(key);
    if (slot === undefined) slots.set(key, { bindings: 1, value });
    else slot.bindings++;
  };

  for (let node = 0; node < tree.count; node++) {
    const kind = tree.kinds[node] as number;
    const escape = escapes.get(kind);
    if (escape !== undefined)
      for (const name of targets(tree, grammar, part(tree, node, escape))) escaped.add(textOf(tree, name));
    if (plain[kind] === 1) {
      const left = fieldChild(tree, node, grammar.headField[kind] as number);
      const right = fieldChild(tree, node, grammar.tailField[kind] as number);
      const single = left !== NONE && kindOf(tree, left) === "identifier";
      for (const name of targets(tree, grammar, left)) bind(name, scope[node] as number, single && right !== NONE ? right : NONE);
      continue;
    }
    const binder = binders.get(kind);
    if (binder === undefined) continue;
    for (const name of targets(tree, grammar, part(tree, node, binder))) bind(name, scope[node] as number, NONE);
  }

  function literal(value: NodeId): NodeId {
    if (value === NONE) return NONE;
    const inner = unwrap(tree, grammar, value);
    return isKind(tree, inner, grammar.constant) || isKind(tree, inner, grammar.kinds("binary_operator", "binary_expression"))
      ? inner
      : NONE;
  }

  return {
    valueOf(identifier) {
      const name = textOf(tree, identifier);
      if (escaped.has(name)) return NONE;
      let first = true;
      for (let at = scope[identifier] as number; ; at = scope[at] as number) {
        if (at < 0 || first || grammar.dialect.fieldsInScope === true || !isKind(tree, at, grammar.class)) {
          const slot = slots.get(`${at}:${name}`);
          if (slot !== undefined) return slot.bindings === 1 ? literal(slot.value) : NONE;
        }
        if (at < 0) return NONE;
        first = false;
      }
    },
  };
}

function table(tree: SyntaxTree, grammar: Grammar, entries: readonly (readonly [string, string])[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [kind, field] of entries) {
    for (const [id, name] of tree.kindNames.entries()) if (name === kind) found.set(id, field === "" ? -1 : grammar.field(field));
  }
  return found;
}

function part(tree: SyntaxTree, node: NodeId, field: number): NodeId {
  return field < 0 ? node : fieldChild(tree, node, field);
}

/** Identifiers that a target binds: members, subscripts, defaults and types are no targets. */
function targets(tree: SyntaxTree, grammar: Grammar, target: NodeId): NodeId[] {
  if (target === NONE) return [];
  const names = grammar.kinds("identifier", "shorthand_property_identifier_pattern");
  if (tree.after[target] === target + 1) return names[tree.kinds[target] as number] === 1 ? [target] : [];
  const found: NodeId[] = [];
  const skipped = grammar.kinds("attribute", "subscript", "member_expression", "subscript_expression", "type", "type_annotation");
  const value = grammar.field("value");
  const right = grammar.field("right");
  const end = tree.after[target] as number;
  for (let node = target; node < end; ) {
    const kind = tree.kinds[node] as number;
    const field = tree.fields[node] as number;
    const inPattern = kindOf(tree, tree.parents[node] as number) === "pair_pattern";
    const skip =
      skipped[kind] === 1 ||
      (node !== target && ((field === value && !inPattern && value !== 0) || (field === right && right !== 0)));
    if (skip) {
      node = tree.after[node] as number;
      continue;
    }
    if (names[kind] === 1) found.push(node);
    node++;
  }
  return found;
}
