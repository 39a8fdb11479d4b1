import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, fieldOf, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { enclosingStatement } from "#recipes/kit/edit.ts";

const SCOPES = ["function_definition", "lambda", "class_definition", "module"];
const PARAMETERS = [
  "parameters",
  "lambda_parameters",
  "default_parameter",
  "typed_parameter",
  "typed_default_parameter",
  "list_splat_pattern",
  "dictionary_splat_pattern",
];
const PATTERNS = [
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "list_splat_pattern",
  "as_pattern_target",
  "parenthesized_expression",
  "tuple",
  "list",
];

/** The function, class or module whose names the node sees first. */
export function scopeOf(tree: SyntaxTree, node: NodeId): NodeId {
  return enclosing(tree, parentOf(tree, node), SCOPES);
}

/** Identifiers of this name in the subtree, attribute names and keyword names left out, in source order. */
export function mentions(tree: SyntaxTree, within: NodeId, name: string): NodeId[] {
  return descendants(tree, within, ["identifier"]).filter((node) => {
    if (textOf(tree, node) !== name) return false;
    const field = fieldOf(tree, node);
    return field !== "attribute" && !(field === "name" && kindOf(tree, parentOf(tree, node)) === "keyword_argument");
  });
}

/** True when the identifier is bound, rebound, declared or deleted here rather than read. */
export function isBinding(tree: SyntaxTree, identifier: NodeId): boolean {
  let node = identifier;
  let parent = parentOf(tree, node);
  while (parent !== NONE && PATTERNS.includes(kindOf(tree, parent))) {
    node = parent;
    parent = parentOf(tree, node);
  }
  if (kindOf(tree, node) === "as_pattern_target") return true;
  if (parent === NONE) return false;
  const field = fieldOf(tree, node);
  switch (kindOf(tree, parent)) {
    case "assignment":
    case "augmented_assignment":
    case "for_statement":
    case "for_in_clause":
      return field === "left";
    case "named_expression":
    case "function_definition":
    case "class_definition":
    case "default_parameter":
    case "typed_default_parameter":
      return field === "name";
    case "aliased_import":
      return field === "alias";
    case "as_pattern":
      return field === "alias";
    case "dotted_name":
      return enclosing(tree, parent, ["import_statement", "import_from_statement", "case_pattern"]) !== NONE;
    case "global_statement":
    case "nonlocal_statement":
    case "delete_statement":
    case "case_pattern":
    case "typed_parameter":
      return field !== "type";
    default:
      return PARAMETERS.includes(kindOf(tree, parent));
  }
}

export interface LocalValue {
  readonly statement: NodeId;
  readonly value: NodeId;
  /** Reads of the variable, in source order. */
  readonly reads: readonly NodeId[];
}

/**
 * What a variable surely holds where the identifier reads it: its scope binds it exactly once, by a plain assignment that stands before the read in
 * the same block or in a block around it. Undefined otherwise.
 */
export function localValue(tree: SyntaxTree, identifier: NodeId): LocalValue | undefined {
  const scope = scopeOf(tree, identifier);
  const all = mentions(tree, scope, textOf(tree, identifier));
  const bindings = all.filter((node) => isBinding(tree, node));
  const binding = bindings[0];
  if (binding === undefined || bindings.length > 1 || scopeOf(tree, binding) !== scope) return undefined;
  const assignment = parentOf(tree, binding);
  if (kindOf(tree, assignment) !== "assignment" || fieldOf(tree, binding) !== "left") return undefined;
  const statement = parentOf(tree, assignment);
  const value = childByField(tree, assignment, "right");
  if (value === NONE || kindOf(tree, statement) !== "expression_statement" || enclosingStatement(tree, statement) !== statement)
    return undefined;
  const block = parentOf(tree, statement);
  const inside = identifier > block && identifier < (tree.after[block] as number);
  if (!inside || identifier < statement) return undefined;
  return { statement, value, reads: all.filter((node) => node !== binding) };
}

/** True when one of the names that the expression reads is bound between the two offsets. */
export function reboundBetween(tree: SyntaxTree, expression: NodeId, start: number, end: number): boolean {
  const scope = scopeOf(tree, expression);
  const names = new Set(descendants(tree, expression, ["identifier"]).map((node) => textOf(tree, node)));
  return descendants(tree, scope, ["identifier"]).some((node) => {
    const at = tree.starts[node] as number;
    return at >= start && at < end && names.has(textOf(tree, node)) && isBinding(tree, node);
  });
}

/** True when something other than an import binds the name anywhere in the file. */
export function isRebound(tree: SyntaxTree, name: string): boolean {
  return mentions(tree, 0, name).some(
    (node) =>
      isBinding(tree, node) &&
      enclosing(tree, node, ["import_statement", "import_from_statement", "future_import_statement"]) === NONE,
  );
}

/** The variable or attribute of the statement `target = value`, with nothing else on either side and no annotation. */
export function assignmentTarget(tree: SyntaxTree, value: NodeId): NodeId | undefined {
  const assignment = parentOf(tree, value);
  if (kindOf(tree, assignment) !== "assignment" || fieldOf(tree, value) !== "right") return undefined;
  if (kindOf(tree, parentOf(tree, assignment)) !== "expression_statement" || childByField(tree, assignment, "type") !== NONE)
    return undefined;
  const left = childByField(tree, assignment, "left");
  return ["identifier", "attribute"].includes(kindOf(tree, left)) ? left : undefined;
}
