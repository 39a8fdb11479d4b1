import type { Expression, Relation } from "#analysis/ir/expression.ts";
import { type Builder, lowerExpression, spanOf } from "#analysis/lower/builder.ts";
import { childByField, kindOf, type NodeId, textOf } from "#analysis/parse/tree.ts";

const RELATIONS: Readonly<Record<string, Relation>> = {
  "==": "equal",
  "===": "equal",
  "!=": "unequal",
  "!==": "unequal",
  "<": "less",
  ">": "less",
  "<=": "less",
  ">=": "less",
  in: "in",
  instanceof: "instance",
};

export const LOGICAL: Readonly<Record<string, "and" | "or" | "default">> = { "&&": "and", "||": "or", "??": "default" };

export function binary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const operator = textOf(tree, childByField(tree, node, "operator"));
  const logical = LOGICAL[operator];
  if (operator === "+" || logical !== undefined) {
    const operands: NodeId[] = [];
    let current = node;
    while (kindOf(tree, current) === "binary_expression" && textOf(tree, childByField(tree, current, "operator")) === operator) {
      operands.push(childByField(tree, current, "right"));
      current = childByField(tree, current, "left");
    }
    operands.push(current);
    const lowered = operands.toReversed().map((operand) => lowerExpression(builder, operand));
    if (logical !== undefined) return { kind: "logical", start, end, operator: logical, operands: lowered };
    return { kind: "text", start, end, parts: lowered, always: false };
  }
  const left = lowerExpression(builder, childByField(tree, node, "left"));
  const right = lowerExpression(builder, childByField(tree, node, "right"));
  const relation = RELATIONS[operator];
  return relation === undefined
    ? { kind: "binary", start, end, operator, left, right }
    : { kind: "compare", start, end, relation, left, right };
}

export function unary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const operator = textOf(tree, childByField(tree, node, "operator"));
  const operand = lowerExpression(builder, childByField(tree, node, "argument"));
  if (operator === "!") return { kind: "not", start, end, operand };
  if (operator === "typeof") return { kind: "wrapped", start, end, how: "type-name", operand };
  if (operator === "-" && operand.kind === "constant" && typeof operand.value === "number")
    return { ...operand, start, end, value: -operand.value };
  if (operator === "void") return { kind: "constant", start, end, value: null };
  return { kind: "binary", start, end, operator: `unary ${operator}`, left: operand, right: operand };
}
