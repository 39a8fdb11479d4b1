import type { Argument, Expression } from "#analysis/ir/expression.ts";
import { type Builder, lowerExpression, spanOf } from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";

/** The annotations in front of a declaration, each as a call of its class. */
export function annotationsOf(builder: Builder, node: NodeId): Expression[] {
  const { tree } = builder;
  const list = namedChildren(tree, node).find((child) => kindOf(tree, child) === "modifiers");
  return (list === undefined ? [] : namedChildren(tree, list)).flatMap((child) =>
    kindOf(tree, child).endsWith("annotation") ? [lowerAnnotation(builder, child)] : [],
  );
}

export function lowerAnnotation(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const name = childByField(tree, node, "name");
  const list = childByField(tree, node, "arguments");
  const given = (list === NONE ? [] : namedChildren(tree, list)).flatMap((child): Argument[] => {
    if (kindOf(tree, child).endsWith("comment")) return [];
    const pair = kindOf(tree, child) === "element_value_pair";
    return [
      {
        value: lowerExpression(builder, pair ? childByField(tree, child, "value") : child),
        name: pair ? textOf(tree, childByField(tree, child, "key")) : "",
        spread: false,
      },
    ];
  });
  const callee: Expression = {
    kind: "name",
    ...spanOf(builder, name === NONE ? node : name),
    name: simpleName(textOf(tree, name)),
  };
  return { kind: "call", ...span, callee, arguments: given, construct: false };
}

/** The last name of a path, without type arguments and dimensions. */
export function simpleName(path: string): string {
  return (
    path
      .replace(/<[\s\S]*$|\[[\s\S]*$/u, "")
      .split(".")
      .at(-1) ?? ""
  ).trim();
}
