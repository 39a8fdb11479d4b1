import { children, kindOf, namedChildren, type NodeId, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";

const STATEMENT = /_(?:statement|declaration|definition)$/;

/** True for a comment, and for a Python text that stands alone as a statement (a docstring): neither is run. */
export function isRemark(tree: SyntaxTree, node: NodeId): boolean {
  if (tree.pack.comments.includes(kindOf(tree, node))) return true;
  if (tree.pack.id !== "python" || kindOf(tree, node) !== "expression_statement") return false;
  const inner = namedChildren(tree, node);
  return inner.length === 1 && kindOf(tree, inner[0] as NodeId) === "string";
}

/** Kinds of all nodes and texts of all leaves in source order, remarks left out: equal for texts that mean the same to the compiler. */
export function shape(tree: SyntaxTree, from: NodeId = 0): string[] {
  const found: string[] = [];
  const end = tree.after[from] as number;
  for (let node = from; node < end; node++) {
    if (isRemark(tree, node)) {
      node = (tree.after[node] as number) - 1;
      continue;
    }
    const leaf = tree.after[node] === node + 1;
    found.push(leaf ? `${kindOf(tree, node)} ${textOf(tree, node)}` : kindOf(tree, node));
  }
  return found;
}

/** Texts of the leaves in source order, remarks left out. */
export function tokens(tree: SyntaxTree, from: NodeId = 0): string[] {
  const found: string[] = [];
  for (let node = from; node < (tree.after[from] as number); node++) {
    if (isRemark(tree, node)) node = (tree.after[node] as number) - 1;
    else if (tree.after[node] === node + 1) found.push(textOf(tree, node));
  }
  return found;
}

/** True when `part` is `whole` with some items left out. */
export function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let position = 0;
  for (const item of whole) if (position < part.length && part[position] === item) position++;
  return position === part.length;
}

export function isStatement(tree: SyntaxTree, node: NodeId): boolean {
  const kind = kindOf(tree, node);
  return STATEMENT.test(kind) && parentOf(tree, node) !== NONE;
}

/** Statements of a block that are run, remarks left out. */
export function statementsOf(tree: SyntaxTree, block: NodeId): NodeId[] {
  return children(tree, block).filter(
    (node) => !isRemark(tree, node) && textOf(tree, node) !== "" && kindOf(tree, node) !== "empty_statement",
  );
}

const CONSTANTS = new Set(["true", "false", "none", "null", "undefined", "integer", "float", "number", "string", "ellipsis"]);
const COLLECTIONS = new Set([
  "list",
  "dictionary",
  "tuple",
  "array",
  "object",
  "parenthesized_expression",
  "unary_operator",
  "unary_expression",
  "binary_operator",
  "binary_expression",
  "concatenated_string",
]);

/** A value that no input changes: a literal, an empty or literal collection. */
export function isConstant(tree: SyntaxTree, node: NodeId): boolean {
  const kind = kindOf(tree, node);
  if (kind === "string") return !namedChildren(tree, node).some((child) => kindOf(tree, child) === "interpolation");
  if (kind === "template_string")
    return !namedChildren(tree, node).some((child) => kindOf(tree, child) === "template_substitution");
  if (CONSTANTS.has(kind) || textOf(tree, node) === "undefined") return true;
  return (
    COLLECTIONS.has(kind) && namedChildren(tree, node).every((child) => kindOf(tree, child) !== "pair" && isConstant(tree, child))
  );
}
