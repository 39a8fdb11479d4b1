import type { Argument, Constant, Entry, Expression, Relation } from "#analysis/ir/expression.ts";
import { type Builder, declarePattern, deeper, nothing, spanOf } from "#analysis/lower/builder.ts";
import {
  childByField,
  childrenByField,
  fieldOf,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  textOf,
} from "#analysis/parse/tree.ts";
import { isExtra } from "./extra.ts";
import { lambda } from "./function.ts";
import { lowerPattern } from "./pattern.ts";
import { arranged, concatenated, formatted, lowerString } from "./string.ts";

export function lowerExpression(builder: Builder, node: NodeId): Expression {
  if (node === NONE) return { kind: "constant", start: 0, end: 0, value: undefined };
  return deeper(builder, node, nothing(builder, node), () => byKind(builder, node));
}

function byKind(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const field = (name: string): Expression => lowerExpression(builder, childByField(tree, node, name));
  switch (kindOf(tree, node)) {
    case "identifier":
      return { kind: "name", ...span, name: textOf(tree, node) };
    case "attribute":
      return { kind: "member", ...span, object: field("object"), name: textOf(tree, childByField(tree, node, "attribute")) };
    case "subscript":
      return subscript(builder, node);
    case "call":
      return call(builder, node);
    case "string":
      return lowerString(builder, node);
    case "concatenated_string":
      return concatenated(builder, node);
    case "integer":
    case "float":
      return { kind: "constant", ...span, value: number(textOf(tree, node)) };
    case "true":
      return { kind: "constant", ...span, value: true };
    case "false":
      return { kind: "constant", ...span, value: false };
    case "none":
      return { kind: "constant", ...span, value: null };
    case "ellipsis":
      return { kind: "constant", ...span, value: undefined };
    case "binary_operator":
      return binary(builder, node);
    case "boolean_operator":
      return logical(builder, node);
    case "not_operator":
      return { kind: "not", ...span, operand: field("argument") };
    case "unary_operator":
      return unary(builder, node);
    case "comparison_operator":
      return comparison(builder, node);
    case "conditional_expression": {
      const [then, test, otherwise] = namedChildren(tree, node);
      const lowered = [then, test, otherwise].map((child) => lowerExpression(builder, child ?? NONE)) as [
        Expression,
        Expression,
        Expression,
      ];
      return { kind: "conditional", ...span, consequence: lowered[0], test: lowered[1], otherwise: lowered[2] };
    }
    case "named_expression": {
      const target = lowerPattern(builder, childByField(tree, node, "name"));
      declarePattern(builder, target);
      return { kind: "assignment", ...span, target, value: field("value") };
    }
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
      return {
        kind: "list",
        ...span,
        items: namedChildren(tree, node)
          .filter((child) => !isExtra(kindOf(tree, child)))
          .map((child) =>
            kindOf(tree, child) === "list_splat"
              ? { value: lowerExpression(builder, namedChildren(tree, child)[0] ?? NONE), spread: true }
              : { value: lowerExpression(builder, child), spread: false },
          ),
      };
    case "dictionary":
      return { kind: "record", ...span, entries: namedChildren(tree, node).flatMap((child) => entry(builder, child)) };
    case "list_comprehension":
    case "set_comprehension":
    case "generator_expression":
    case "dictionary_comprehension":
      return comprehension(builder, node);
    case "lambda":
      return { kind: "function", ...span, index: lambda(builder, node) };
    case "await":
      return { kind: "wrapped", ...span, how: "await", operand: lowerExpression(builder, namedChildren(tree, node)[0] ?? NONE) };
    case "yield":
      return { kind: "wrapped", ...span, how: "yield", operand: lowerExpression(builder, namedChildren(tree, node)[0] ?? NONE) };
    case "parenthesized_expression":
    case "as_pattern": {
      const inner = namedChildren(tree, node).find((child) => !isExtra(kindOf(tree, child)));
      return lowerExpression(builder, inner ?? NONE);
    }
    case "comment":
    case "line_continuation":
      return nothing(builder, node);
    default:
      return { kind: "unknown", ...span, operands: namedChildren(tree, node).map((child) => lowerExpression(builder, child)) };
  }
}

function number(text: string): number | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : value;
}

function subscript(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const object = lowerExpression(builder, childByField(tree, node, "value"));
  const indices = childrenByField(tree, node, "subscript");
  const [first] = indices;
  if (first === undefined || indices.length > 1) {
    return { kind: "unknown", ...span, operands: [object, ...indices.map((child) => lowerExpression(builder, child))] };
  }
  if (kindOf(tree, first) === "slice") return { kind: "unknown", ...span, operands: [object] };
  return { kind: "index", ...span, object, index: lowerExpression(builder, first) };
}

function call(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const callee = lowerExpression(builder, childByField(tree, node, "function"));
  const list = childByField(tree, node, "arguments");
  const args =
    list === NONE
      ? []
      : kindOf(tree, list) === "argument_list"
        ? lowerArguments(builder, list)
        : [positional(lowerExpression(builder, list))];
  const format = callee.kind === "member" && callee.name === "format" ? callee.object : undefined;
  if (format?.kind === "constant" || format?.kind === "text")
    return { kind: "format", ...span, template: format, values: arranged(format, args) };
  return { kind: "call", ...span, callee, arguments: args, construct: false };
}

function positional(value: Expression): Argument {
  return { value, name: "", spread: false };
}

function lowerArguments(builder: Builder, list: NodeId): Argument[] {
  const { tree } = builder;
  const found: Argument[] = [];
  for (const child of namedChildren(tree, list)) {
    switch (kindOf(tree, child)) {
      case "comment":
      case "line_continuation":
        break;
      case "keyword_argument":
        found.push({
          value: lowerExpression(builder, childByField(tree, child, "value")),
          name: textOf(tree, childByField(tree, child, "name")),
          spread: false,
        });
        break;
      case "list_splat":
      case "dictionary_splat":
        found.push({
          value: lowerExpression(builder, namedChildren(tree, child)[0] ?? NONE),
          name: kindOf(tree, child) === "list_splat" ? "" : "**",
          spread: true,
        });
        break;
      default:
        found.push(positional(lowerExpression(builder, child)));
    }
  }
  return found;
}

function operatorOf(builder: Builder, node: NodeId): string {
  return textOf(builder.tree, childByField(builder.tree, node, "operator"));
}

function binary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operator = operatorOf(builder, node);
  const left = childByField(tree, node, "left");
  const right = childByField(tree, node, "right");
  if (operator === "%") {
    const template = lowerExpression(builder, left);
    const value = lowerExpression(builder, right);
    if (template.kind === "constant" && typeof template.value === "number")
      return { kind: "binary", ...span, operator, left: template, right: value };
    return { kind: "format", ...span, template, values: formatted(template, value) };
  }
  if (operator !== "+")
    return { kind: "binary", ...span, operator, left: lowerExpression(builder, left), right: lowerExpression(builder, right) };
  const parts: NodeId[] = [];
  let current = node;
  while (kindOf(tree, current) === "binary_operator" && operatorOf(builder, current) === "+") {
    parts.push(childByField(tree, current, "right"));
    current = childByField(tree, current, "left");
  }
  parts.push(current);
  return { kind: "text", ...span, parts: parts.toReversed().map((part) => lowerExpression(builder, part)), always: false };
}

function logical(builder: Builder, node: NodeId): Expression {
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

function unary(builder: Builder, node: NodeId): Expression {
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

function comparison(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operators = childrenByField(tree, node, "operators").map((child) => textOf(tree, child).replaceAll(/\s+/gu, " "));
  const operands = namedChildren(tree, node)
    .filter((child) => fieldOf(tree, child) !== "operators" && !isExtra(kindOf(tree, child)))
    .map((child) => lowerExpression(builder, child));
  const pairs = operators.map((operator, index): Expression => {
    const left = operands[index];
    const right = operands[index + 1];
    if (left === undefined || right === undefined) return { kind: "unknown", ...span, operands: [] };
    return { kind: "compare", ...span, relation: RELATIONS[operator] ?? "less", left, right };
  });
  const [only] = pairs;
  return pairs.length === 1 && only !== undefined ? only : { kind: "logical", ...span, operator: "and", operands: pairs };
}

function entry(builder: Builder, node: NodeId): Entry[] {
  const { tree } = builder;
  if (kindOf(tree, node) === "dictionary_splat")
    return [{ key: undefined, value: lowerExpression(builder, namedChildren(tree, node)[0] ?? NONE) }];
  if (kindOf(tree, node) !== "pair") return [];
  const key = lowerExpression(builder, childByField(tree, node, "key"));
  const value = lowerExpression(builder, childByField(tree, node, "value"));
  return [{ key: key.kind === "constant" && typeof key.value === "string" ? key.value : key, value }];
}

function comprehension(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const clauses: { pattern: ReturnType<typeof lowerPattern>; source: Expression }[] = [];
  const tests: Expression[] = [];
  for (const child of namedChildren(tree, node)) {
    if (kindOf(tree, child) === "for_in_clause") {
      const pattern = lowerPattern(builder, childByField(tree, child, "left"));
      declarePattern(builder, pattern);
      clauses.push({ pattern, source: lowerExpression(builder, childByField(tree, child, "right")) });
    } else if (kindOf(tree, child) === "if_clause") tests.push(lowerExpression(builder, namedChildren(tree, child)[0] ?? NONE));
  }
  const body = childByField(tree, node, "body");
  const pair = body !== NONE && kindOf(tree, body) === "pair";
  return {
    kind: "comprehension",
    ...spanOf(builder, node),
    clauses,
    tests,
    key: pair ? lowerExpression(builder, childByField(tree, body, "key")) : undefined,
    body: lowerExpression(builder, pair ? childByField(tree, body, "value") : body),
  };
}
