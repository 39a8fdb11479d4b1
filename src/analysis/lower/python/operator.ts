import type { Constant, Expression, Relation } from "#analysis/ir/expression.ts";
import { type Builder, lowerExpression, spanOf } from "#analysis/lower/builder.ts";
import { childByField, childrenByField, fieldOf, kindOf, namedChildren, type NodeId, textOf } from "#analysis/parse/tree.ts";
import { isExtra } from "./extra.ts";
import { formatted } from "./string.ts";

function operatorOf(builder: Builder, node: NodeId): string {
  return textOf(builder.tree, childByField(builder.tree, node, "operator"));
}

export function binary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const operator = operatorOf(builder, node);
  const left = childByField(tree, node, "left");
  const right = childByField(tree, node, "right");
  if (operator === "%") {
    const template = lowerExpression(builder, left);
    const value = lowerExpression(builder, right);
    if (template.kind === "constant" && typeof template.value === "number")
      return { kind: "binary", start, end, operator, left: template, right: value };
    return { kind: "format", start, end, template, values: formatted(template, value) };
  }
  if (operator !== "+")
    return { kind: "binary", start, end, operator, left: lowerExpression(builder, left), right: lowerExpression(builder, right) };
  const parts: NodeId[] = [];
  let current = node;
  while (kindOf(tree, current) === "binary_operator" && operatorOf(builder, current) === "+") {
    parts.push(childByField(tree, current, "right"));
    current = childByField(tree, current, "left");
  }
  parts.push(current);
  return { kind: "text", start, end, parts: parts.toReversed().map((part) => lowerExpression(builder, part)), always: false };
}

export function logical(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const operator = operatorOf(builder, node) === "and" ? "and" : "or";
  const operands: NodeId[] = [];
  let current = node;
  while (kindOf(tree, current) === "boolean_operator" && operatorOf(builder, current) === operator) {
    operands.push(childByField(tree, current, "right"));
    current = childByField(tree, current, "left");
  }
  operands.push(current);
  return {
    kind: "logical",
    ...spanOf(builder, node),
    operator,
    operands: operands.toReversed().map((operand) => lowerExpression(builder, operand)),
  };
}

export function unary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const operand = lowerExpression(builder, childByField(tree, node, "argument"));
  if (operand.kind === "constant" && typeof operand.value === "number" && operatorOf(builder, node) === "-") {
    return { ...operand, value: -operand.value } satisfies Constant;
  }
  return { kind: "unknown", ...spanOf(builder, node), operands: [operand] };
}

const RELATIONS: Readonly<Record<string, Relation>> = {
  "==": "equal",
  is: "equal",
  "!=": "unequal",
  "<>": "unequal",
  "is not": "unequal",
  in: "in",
  "not in": "not-in",
};

export function comparison(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const operators = childrenByField(tree, node, "operators").map((child) => textOf(tree, child).replaceAll(/\s+/gu, " "));
  const operands = namedChildren(tree, node)
    .filter((child) => fieldOf(tree, child) !== "operators" && !isExtra(kindOf(tree, child)))
    .map((child) => lowerExpression(builder, child));
  const pairs = operators.map((operator, index): Expression => {
    const left = operands[index];
    const right = operands[index + 1];
    if (left === undefined || right === undefined) return { kind: "unknown", start, end, operands: [] };
    return { kind: "compare", start, end, relation: RELATIONS[operator] ?? "less", left, right };
  });
  const [only] = pairs;
  return pairs.length === 1 && only !== undefined ? only : { kind: "logical", start, end, operator: "and", operands: pairs };
}
