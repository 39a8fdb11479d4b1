import type { Pattern } from "#analysis/ir/expression.ts";
import { type Builder, deeper, lowerExpression, nameAt, nothing, spanOf } from "#analysis/lower/builder.ts";
import { kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";

/** A target of an assignment, a loop or `as`. */
export function lowerPattern(builder: Builder, node: NodeId): Pattern {
  if (node === NONE) return { kind: "list", start: 0, end: 0, items: [] };
  const { start, end } = spanOf(builder, node);
  return deeper(builder, node, { kind: "list", start, end, items: [] }, (): Pattern => {
    const { tree } = builder;
    switch (kindOf(tree, node)) {
      case "identifier":
        return { kind: "name", start, end, name: nameAt(builder, node) };
      case "pattern_list":
      case "tuple_pattern":
      case "list_pattern":
      case "tuple":
      case "list":
      case "expression_list":
        return { kind: "list", start, end, items: namedChildren(tree, node).map((child) => lowerPattern(builder, child)) };
      case "list_splat_pattern":
      case "dictionary_splat_pattern":
      case "list_splat":
        return { kind: "rest", start, end, pattern: lowerPattern(builder, namedChildren(tree, node)[0] ?? NONE) };
      case "parenthesized_expression":
      case "as_pattern_target":
        return lowerPattern(builder, namedChildren(tree, node)[0] ?? NONE);
      case "attribute":
      case "subscript":
        return { kind: "place", start, end, place: lowerExpression(builder, node) };
      default:
        return { kind: "place", start, end, place: nothing(builder, node) };
    }
  });
}

/** Names that a `case` pattern binds. */
export function casePatterns(builder: Builder, node: NodeId): Pattern[] {
  const { tree } = builder;
  const found: Pattern[] = [];
  const end = tree.after[node] as number;
  for (let current = node; current < end; current++) {
    const kind = kindOf(tree, current);
    const parent = kindOf(tree, tree.parents[current] as NodeId);
    const dotted = kind === "dotted_name" && parent === "case_pattern" && !textOf(tree, current).includes(".");
    const splat = kind === "identifier" && (parent === "splat_pattern" || parent === "as_pattern" || parent === "case_pattern");
    if ((dotted || splat) && textOf(tree, current) !== "_")
      found.push({ kind: "name", ...spanOf(builder, current), name: textOf(tree, current) });
  }
  return found;
}
