import { childByField, descendants, kindOf, type NodeId, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { enclosingStatement, indentationAt, startsLine } from "#recipes/kit/edit.ts";
import { methodAround } from "./calls.ts";

/** What stands between an expression and its statement without always, and first, running the expression. */
const LATER = new Set([
  "lambda_expression",
  "ternary_expression",
  "switch_expression",
  "class_body",
  "block",
  "while_statement",
  "do_statement",
  "for_statement",
  "enhanced_for_statement",
]);
const WHOLE = ["expression_statement", "local_variable_declaration", "return_statement", "throw_statement"];

/** The statement before which an expression can be computed, a name of the given ones that its function does not use, and its indentation; undefined where there is none. */
export function hoistBefore(
  tree: SyntaxTree,
  node: NodeId,
  names: readonly string[],
): { readonly statement: NodeId; readonly name: string; readonly indent: string } | undefined {
  const statement = enclosingStatement(tree, node);
  const method = methodAround(tree, node);
  if (statement === NONE || method === NONE || !startsLine(tree, statement)) return undefined;
  for (let one = parentOf(tree, node); one !== statement && one !== NONE; one = parentOf(tree, one)) {
    const kind = kindOf(tree, one);
    const operator = kind === "binary_expression" ? textOf(tree, childByField(tree, one, "operator")) : "";
    if (LATER.has(kind) || operator === "&&" || operator === "||") return undefined;
  }
  if (!WHOLE.includes(kindOf(tree, statement)) && !isHead(tree, statement, node)) return undefined;
  const known = new Set(descendants(tree, method, ["identifier"]).map((one) => textOf(tree, one)));
  const name = names.find((one) => !known.has(one));
  return name === undefined ? undefined : { statement, name, indent: indentationAt(tree.text, tree.starts[statement] as number) };
}

/** Whether a node stands in the condition of an `if`, or is the first thing that the head of a `try` makes. */
function isHead(tree: SyntaxTree, statement: NodeId, node: NodeId): boolean {
  const head = childByField(tree, statement, kindOf(tree, statement) === "if_statement" ? "condition" : "resources");
  return head !== NONE && node >= head && node < (tree.after[head] as number);
}
