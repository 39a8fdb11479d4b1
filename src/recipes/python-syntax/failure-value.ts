import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { promisedFailure } from "#recipes/kit/prose.ts";
import { documentationAt } from "./documentation.ts";

const LITERALS = new Set(["string", "none", "false", "integer", "list", "dictionary", "tuple"]);
const PROMISED = { text: "''", nothing: "None", false: "False" } as const;

/**
 * The literal by which a function reports that something went wrong: the one that all its `except` clauses return, else the one that its docstring
 * promises, else False where the function answers nothing but True and False. Undefined for functions that raise.
 */
export function failureValue(tree: SyntaxTree, definition: NodeId): string | undefined {
  const body = childByField(tree, definition, "body");
  if (body === NONE) return undefined;
  const own = (node: NodeId): boolean => enclosing(tree, node, ["function_definition", "lambda"]) === definition;
  if (descendants(tree, body, ["yield", "raise_statement"]).some(own)) return undefined;
  const clauses = descendants(tree, body, ["except_clause"]).filter(own);
  const returned = new Set(clauses.map((clause) => returnedLiteral(tree, clause)));
  const [only] = returned;
  if (returned.size === 1 && only !== undefined) return only;
  const promised = clauses.length === 0 ? promisedFailure(documentationAt(tree, body)) : undefined;
  if (promised !== undefined) return PROMISED[promised];
  const answers = descendants(tree, body, ["return_statement"])
    .filter(own)
    .map((statement) => textOf(tree, statement));
  return new Set(answers).size === 2 && answers.every((answer) => /^return (?:True|False)$/.test(answer)) ? "False" : undefined;
}

/** Of a clause whose last statement returns a literal. */
function returnedLiteral(tree: SyntaxTree, clause: NodeId): string | undefined {
  const block = namedChildren(tree, clause).find((child) => kindOf(tree, child) === "block");
  const last = block === undefined ? undefined : namedChildren(tree, block).at(-1);
  if (last === undefined || kindOf(tree, last) !== "return_statement") return undefined;
  const value = namedChildren(tree, last)[0];
  if (value === undefined) return "None";
  const plain = LITERALS.has(kindOf(tree, value)) && descendants(tree, value, ["identifier", "interpolation"]).length === 0;
  return plain ? textOf(tree, value) : undefined;
}
