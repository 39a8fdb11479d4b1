import type { Expression } from "#analysis/ir/expression.ts";
import { type Builder, lowerExpression, spanOf } from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";

type Order = "<" | "<=" | ">" | ">=";

export function lowerUnary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operand = lowerExpression(builder, childByField(tree, node, "operand"));
  switch (textOf(tree, childByField(tree, node, "operator"))) {
    case "!":
      return { kind: "not", ...span, operand };
    case "&":
      return { kind: "wrapped", ...span, how: "address", operand };
    case "*":
      return { kind: "wrapped", ...span, how: "content", operand };
    case "<-":
      return { kind: "unknown", ...span, operands: [operand] };
    case "-":
      if (operand.kind === "constant" && typeof operand.value === "number") return { ...operand, ...span, value: -operand.value };
      break;
  }
  return { kind: "binary", ...span, operator: "-", left: { kind: "constant", ...span, value: 0 }, right: operand };
}

export function lowerBinary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operator = textOf(tree, childByField(tree, node, "operator"));
  if (operator === "+") return sum(builder, node);
  const side = (name: string): Expression => lowerExpression(builder, childByField(tree, node, name));
  switch (operator) {
    case "&&":
    case "||":
      return { kind: "logical", ...span, operator: operator === "&&" ? "and" : "or", operands: [side("left"), side("right")] };
    case "==":
    case "!=":
      return {
        kind: "compare",
        ...span,
        relation: operator === "==" ? "equal" : "unequal",
        left: side("left"),
        right: side("right"),
      };
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { kind: "compare", ...span, relation: "less", order: operator as Order, left: side("left"), right: side("right") };
    default:
      return { kind: "binary", ...span, operator, left: side("left"), right: side("right") };
  }
}

/** A chain of `+` in one piece. */
function sum(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const parts: Expression[] = [];
  let current = node;
  while (kindOf(tree, current) === "binary_expression" && textOf(tree, childByField(tree, current, "operator")) === "+") {
    parts.unshift(lowerExpression(builder, childByField(tree, current, "right")));
    current = childByField(tree, current, "left");
  }
  parts.unshift(lowerExpression(builder, current));
  return { kind: "text", ...spanOf(builder, node), parts, always: false };
}

/** A condition: what stands under a key there says whether the key is one of those that are allowed. */
export function lowerTest(builder: Builder, node: NodeId): Expression {
  if (node === NONE) return lowerExpression(builder, node);
  const { tree } = builder;
  const span = spanOf(builder, node);
  switch (kindOf(tree, node)) {
    case "parenthesized_expression":
      return lowerTest(builder, namedChildren(tree, node)[0] ?? NONE);
    case "unary_expression": {
      const operand = childByField(tree, node, "operand");
      if (textOf(tree, childByField(tree, node, "operator")) === "!")
        return { kind: "not", ...span, operand: lowerTest(builder, operand) };
      break;
    }
    case "binary_expression": {
      const operator = textOf(tree, childByField(tree, node, "operator"));
      if (operator !== "&&" && operator !== "||") break;
      const operands = ["left", "right"].map((name) => lowerTest(builder, childByField(tree, node, name)));
      return { kind: "logical", ...span, operator: operator === "&&" ? "and" : "or", operands };
    }
    case "index_expression":
      return inside(builder, node);
  }
  return lowerExpression(builder, node);
}

/** Whether the key of an index expression is one of those that are there. */
export function inside(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const left = lowerExpression(builder, childByField(tree, node, "index"));
  const right = lowerExpression(builder, childByField(tree, node, "operand"));
  return { kind: "compare", ...spanOf(builder, node), relation: "in", left, right };
}
