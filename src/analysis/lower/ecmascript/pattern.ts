import type { Pattern } from "#analysis/ir/expression.ts";
import { type Builder, deeper, lowerExpression, nameAt, nothing, spanOf } from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { keyOf } from "./key.ts";

/** A target of a declaration, an assignment, a parameter or a loop. */
export function lowerPattern(builder: Builder, node: NodeId): Pattern {
  if (node === NONE) return { kind: "list", start: 0, end: 0, items: [] };
  const { start, end } = spanOf(builder, node);
  return deeper(builder, node, { kind: "list", start, end, items: [] }, (): Pattern => {
    const { tree } = builder;
    switch (kindOf(tree, node)) {
      case "identifier":
      case "shorthand_property_identifier":
      case "shorthand_property_identifier_pattern":
        return { kind: "name", start, end, name: nameAt(builder, node) };
      case "array_pattern":
      case "array":
        return { kind: "list", start, end, items: namedChildren(tree, node).map((child) => lowerPattern(builder, child)) };
      case "object_pattern":
      case "object":
        return { kind: "record", start, end, entries: namedChildren(tree, node).flatMap((child) => entry(builder, child)) };
      case "rest_pattern":
      case "spread_element":
        return { kind: "rest", start, end, pattern: lowerPattern(builder, namedChildren(tree, node)[0] ?? NONE) };
      case "assignment_pattern":
      case "object_assignment_pattern":
        return {
          kind: "default",
          start,
          end,
          pattern: lowerPattern(builder, childByField(tree, node, "left")),
          value: lowerExpression(builder, childByField(tree, node, "right")),
        };
      case "parenthesized_expression":
      case "non_null_expression":
      case "as_expression":
        return lowerPattern(builder, namedChildren(tree, node)[0] ?? NONE);
      case "member_expression":
      case "subscript_expression":
        return { kind: "place", start, end, place: lowerExpression(builder, node) };
      default:
        return { kind: "place", start, end, place: nothing(builder, node) };
    }
  });
}

function entry(builder: Builder, node: NodeId): { key: string; pattern: Pattern }[] {
  const { tree } = builder;
  switch (kindOf(tree, node)) {
    case "shorthand_property_identifier_pattern":
    case "shorthand_property_identifier":
      return [{ key: textOf(tree, node), pattern: lowerPattern(builder, node) }];
    case "object_assignment_pattern":
    case "assignment_pattern": {
      const pattern = lowerPattern(builder, node);
      const name = pattern.kind === "default" && pattern.pattern.kind === "name" ? pattern.pattern.name : "";
      return [{ key: name, pattern }];
    }
    case "pair_pattern":
    case "pair": {
      const key = keyOf(builder, childByField(tree, node, "key"));
      return [{ key: typeof key === "string" ? key : "*", pattern: lowerPattern(builder, childByField(tree, node, "value")) }];
    }
    case "rest_pattern":
    case "spread_element":
      return [{ key: "*", pattern: lowerPattern(builder, namedChildren(tree, node)[0] ?? NONE) }];
    default:
      return [];
  }
}
