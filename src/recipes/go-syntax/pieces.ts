import { childByField, kindOf, namedChildren, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { argumentsOf, calleeOf } from "./calls.ts";

/** A fixed piece of a text as it is written, without its quotes, or an expression that is put in, with the verb that a format writes it by. */
export type Piece = { readonly text: string } | { readonly node: NodeId; readonly verb?: string };

/** `plain`: no escapes and no raw strings, so that what is written between quotes is the text; `any`: all literals. */
type Literals = "plain" | "any";

/** The pieces of a text that `+` or `fmt.Sprintf` with `%s`, `%v` and `%d` puts together; undefined for anything else. */
export function piecesOf(tree: SyntaxTree, node: NodeId, literals: Literals = "plain"): Piece[] | undefined {
  switch (kindOf(tree, node)) {
    case "interpreted_string_literal":
      return literals === "plain" && textOf(tree, node).includes("\\") ? undefined : [{ text: textOf(tree, node).slice(1, -1) }];
    case "raw_string_literal":
      return literals === "plain" ? undefined : [{ text: textOf(tree, node).slice(1, -1) }];
    case "parenthesized_expression":
      return piecesOf(tree, namedChildren(tree, node)[0] ?? NONE, literals);
    case "binary_expression": {
      if (textOf(tree, childByField(tree, node, "operator")) !== "+") return undefined;
      const sides = ["left", "right"].map((name) => childByField(tree, node, name));
      const [left, right] = sides.map((side) => (holdsText(tree, side) ? piecesOf(tree, side, literals) : [{ node: side }]));
      return left === undefined || right === undefined ? undefined : [...left, ...right];
    }
    case "call_expression":
      return calleeOf(tree, node) === "fmt.Sprintf" ? formatted(tree, argumentsOf(tree, node), literals) : undefined;
    default:
      return undefined;
  }
}

/** Whether a node is plainly a text: a literal or what `+` joins. */
export function holdsText(tree: SyntaxTree, node: NodeId): boolean {
  return /^(?:interpreted_string_literal|raw_string_literal|binary_expression|parenthesized_expression)$/u.test(
    kindOf(tree, node),
  );
}

/** The pieces of a literal format and its values, as {@link piecesOf} gives them. */
export function formatted(
  tree: SyntaxTree,
  [template, ...values]: readonly NodeId[],
  literals: Literals = "plain",
): Piece[] | undefined {
  const written = template === undefined ? undefined : piecesOf(tree, template, literals);
  const [only] = written ?? [];
  if (only === undefined || written?.length !== 1 || !("text" in only)) return undefined;
  const fixed = only.text.split(/%[svd]/u);
  const verbs = only.text.match(/%[svd]/gu) ?? [];
  if (fixed.length !== values.length + 1 || fixed.some((text) => text.includes("%"))) return undefined;
  return fixed.flatMap((text, at): Piece[] => {
    const value = values[at];
    return value === undefined ? [{ text }] : [{ text }, { node: value, verb: verbs[at] ?? "%v" }];
  });
}

/** The value that a name was given in the function around the node, where it is given one only once before; otherwise NONE. */
export function valueOfName(tree: SyntaxTree, node: NodeId): NodeId {
  if (kindOf(tree, node) !== "identifier") return NONE;
  let around = node;
  while (around > 0 && !/^(?:function_declaration|method_declaration|func_literal)$/u.test(kindOf(tree, around)))
    around = tree.parents[around] as NodeId;
  const name = textOf(tree, node);
  const values: NodeId[] = [];
  for (let one = around; one < (tree.after[around] as number); one++) {
    if (!/^(?:short_var_declaration|assignment_statement|var_spec)$/u.test(kindOf(tree, one))) continue;
    const left = childByField(tree, one, kindOf(tree, one) === "var_spec" ? "name" : "left");
    if (
      left === NONE ||
      !textOf(tree, left)
        .split(/\s*,\s*/u)
        .includes(name)
    )
      continue;
    const right = childByField(tree, one, kindOf(tree, one) === "var_spec" ? "value" : "right");
    const parts = right === NONE ? [] : namedChildren(tree, right);
    values.push(textOf(tree, left) === name && parts.length === 1 ? (parts[0] as NodeId) : NONE);
  }
  const [only = NONE] = values;
  return values.length === 1 && only < node ? only : NONE;
}
