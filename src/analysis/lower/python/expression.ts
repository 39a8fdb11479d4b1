import type { Argument, Entry, Expression } from "#analysis/ir/expression.ts";
import { type Builder, compact, declarePattern, descend, nameAt, nothing, spanOf } from "#analysis/lower/builder.ts";
import { childByField, childrenByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { isExtra } from "./extra.ts";
import { lambda } from "./function.ts";
import { binary, comparison, logical, unary } from "./operator.ts";
import { lowerPattern } from "./pattern.ts";
import { arranged, concatenated, lowerString } from "./string.ts";

export function lowerExpression(builder: Builder, node: NodeId): Expression {
  if (node === NONE) return { kind: "constant", start: 0, end: 0, value: undefined };
  if (!descend(builder, node)) return nothing(builder, node);
  const lowered = byKind(builder, node);
  builder.depth--;
  return lowered;
}

function inField(builder: Builder, node: NodeId, name: string): Expression {
  return lowerExpression(builder, childByField(builder.tree, node, name));
}

function byKind(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  switch (kindOf(tree, node)) {
    case "identifier":
      return { kind: "name", start, end, name: nameAt(builder, node) };
    case "attribute":
      return {
        kind: "member",
        start,
        end,
        object: inField(builder, node, "object"),
        name: nameAt(builder, childByField(tree, node, "attribute")),
      };
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
      return { kind: "constant", start, end, value: number(textOf(tree, node)) };
    case "true":
      return { kind: "constant", start, end, value: true };
    case "false":
      return { kind: "constant", start, end, value: false };
    case "none":
      return { kind: "constant", start, end, value: null };
    case "ellipsis":
      return { kind: "constant", start, end, value: undefined };
    case "binary_operator":
      return binary(builder, node);
    case "boolean_operator":
      return logical(builder, node);
    case "not_operator":
      return { kind: "not", start, end, operand: inField(builder, node, "argument") };
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
      return { kind: "conditional", start, end, consequence: lowered[0], test: lowered[1], otherwise: lowered[2] };
    }
    case "named_expression": {
      const target = lowerPattern(builder, childByField(tree, node, "name"));
      declarePattern(builder, target);
      return { kind: "assignment", start, end, target, value: inField(builder, node, "value") };
    }
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
      return {
        kind: "list",
        start,
        end,
        items: namedChildren(tree, node)
          .filter((child) => !isExtra(kindOf(tree, child)))
          .map((child) =>
            kindOf(tree, child) === "list_splat"
              ? { value: lowerExpression(builder, namedChildren(tree, child)[0] ?? NONE), spread: true }
              : { value: lowerExpression(builder, child), spread: false },
          ),
      };
    case "dictionary":
      return { kind: "record", start, end, entries: namedChildren(tree, node).flatMap((child) => entry(builder, child)) };
    case "list_comprehension":
    case "set_comprehension":
    case "generator_expression":
    case "dictionary_comprehension":
      return comprehension(builder, node);
    case "lambda":
      return { kind: "function", start, end, index: lambda(builder, node) };
    case "await":
      return {
        kind: "wrapped",
        start,
        end,
        how: "await",
        operand: lowerExpression(builder, namedChildren(tree, node)[0] ?? NONE),
      };
    case "yield":
      return {
        kind: "wrapped",
        start,
        end,
        how: "yield",
        operand: lowerExpression(builder, namedChildren(tree, node)[0] ?? NONE),
      };
    case "parenthesized_expression":
    case "as_pattern": {
      const inner = namedChildren(tree, node).find((child) => !isExtra(kindOf(tree, child)));
      return lowerExpression(builder, inner ?? NONE);
    }
    case "comment":
    case "line_continuation":
      return nothing(builder, node);
    default:
      return { kind: "unknown", start, end, operands: namedChildren(tree, node).map((child) => lowerExpression(builder, child)) };
  }
}

function number(text: string): number | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : value;
}

function subscript(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const object = lowerExpression(builder, childByField(tree, node, "value"));
  const indices = childrenByField(tree, node, "subscript");
  const [first] = indices;
  if (first === undefined || indices.length > 1) {
    return { kind: "unknown", start, end, operands: [object, ...indices.map((child) => lowerExpression(builder, child))] };
  }
  if (kindOf(tree, first) === "slice") return { kind: "unknown", start, end, operands: [object] };
  return { kind: "index", start, end, object, index: lowerExpression(builder, first) };
}

function call(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
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
    return { kind: "format", start, end, template: format, values: arranged(format, args) };
  return { kind: "call", start, end, callee, arguments: args, construct: false };
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
          name: nameAt(builder, childByField(tree, child, "name")),
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
  return compact(found);
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
