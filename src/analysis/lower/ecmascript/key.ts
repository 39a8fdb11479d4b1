import type { Expression } from "#analysis/ir/expression.ts";
import { type Builder, lowerExpression } from "#analysis/lower/builder.ts";
import { unescape } from "#analysis/lower/escapes.ts";
import { kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";

/** A property's name, or the expression that computes it. */
export function keyOf(builder: Builder, node: NodeId): string | Expression {
  const { tree } = builder;
  if (node === NONE) return "";
  switch (kindOf(tree, node)) {
    case "string":
      return unescape(textOf(tree, node).slice(1, -1));
    case "computed_property_name": {
      const computed = lowerExpression(builder, namedChildren(tree, node)[0] ?? NONE);
      return computed.kind === "constant" && typeof computed.value === "string" ? computed.value : computed;
    }
    default:
      return textOf(tree, node);
  }
}
