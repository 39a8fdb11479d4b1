import type { Argument, Expression } from "#analysis/ir/expression.ts";
import { type Builder, descend, nameAt, nothing, spanOf } from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { underlying } from "./facts.ts";
import { lowerLiteral } from "./function.ts";
import { lowerComposite, lowerNumber, lowerString, zeroOf } from "./literal.ts";
import { lowerBinary, lowerUnary } from "./operator.ts";

const CONVERSIONS = /^(?:string|any|error|byte|rune|bool|u?int(?:8|16|32|64)?|uintptr|float(?:32|64))$/u;

export function lowerExpression(builder: Builder, node: NodeId): Expression {
  if (node === NONE) return { kind: "constant", start: 0, end: 0, value: undefined };
  if (!descend(builder, node)) return nothing(builder, node);
  const lowered = byKind(builder, node);
  builder.depth--;
  return lowered;
}

function byKind(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const field = (name: string): Expression => lowerExpression(builder, childByField(tree, node, name));
  switch (kindOf(tree, node)) {
    case "identifier":
    case "field_identifier":
    case "package_identifier":
    case "type_identifier":
      return { kind: "name", ...span, name: nameAt(builder, node) };
    case "interpreted_string_literal":
    case "raw_string_literal":
      return lowerString(builder, node);
    case "int_literal":
    case "float_literal":
      return lowerNumber(builder, node);
    case "rune_literal":
      return { kind: "constant", ...span, value: textOf(tree, node).slice(1, -1) };
    case "true":
    case "false":
      return { kind: "constant", ...span, value: kindOf(tree, node) === "true" };
    case "nil":
      return { kind: "constant", ...span, value: null };
    case "selector_expression":
      return { kind: "member", ...span, object: field("operand"), name: nameAt(builder, childByField(tree, node, "field")) };
    case "index_expression":
      return { kind: "index", ...span, object: field("operand"), index: field("index") };
    case "slice_expression":
      return { kind: "unknown", ...span, operands: [field("operand")] };
    case "call_expression":
      return call(builder, node);
    case "unary_expression":
      return lowerUnary(builder, node);
    case "binary_expression":
      return lowerBinary(builder, node);
    case "type_conversion_expression":
      return conversion(builder, node);
    case "type_assertion_expression":
      return { kind: "wrapped", ...span, how: "cast", operand: field("operand") };
    case "composite_literal":
      return lowerComposite(builder, node);
    case "func_literal":
      return { kind: "function", ...span, index: lowerLiteral(builder, node) };
    case "parenthesized_expression":
    case "variadic_argument":
      return lowerExpression(builder, inner(builder, node));
    case "expression_list":
      return list(builder, node);
    case "comment":
    case "iota":
      return nothing(builder, node);
    default:
      return { kind: "unknown", ...span, operands: namedChildren(tree, node).map((child) => lowerExpression(builder, child)) };
  }
}

function inner({ tree }: Builder, node: NodeId): NodeId {
  return namedChildren(tree, node).find((child) => kindOf(tree, child) !== "comment") ?? NONE;
}

function list(builder: Builder, node: NodeId): Expression {
  const items = namedChildren(builder.tree, node).filter((child) => kindOf(builder.tree, child) !== "comment");
  const [only] = items;
  if (only !== undefined && items.length === 1) return lowerExpression(builder, only);
  const values = items.map((child) => ({ value: lowerExpression(builder, child), spread: false }));
  return { kind: "list", ...spanOf(builder, node), items: values };
}

/** `[]byte(text)`; what looks like the conversion to a type with arguments may be a call. */
function conversion(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operand = lowerExpression(builder, childByField(tree, node, "operand"));
  const type = childByField(tree, node, "type");
  if (kindOf(tree, type) !== "generic_type") return { kind: "wrapped", ...span, how: "cast", operand };
  const callee = lowerExpression(builder, childByField(tree, type, "type"));
  return { kind: "call", ...span, callee, arguments: [{ value: operand, name: "", spread: false }], construct: false };
}

function call(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const target = childByField(tree, node, "function");
  const listNode = childByField(tree, node, "arguments");
  const nodes = listNode === NONE ? [] : namedChildren(tree, listNode).filter((child) => kindOf(tree, child) !== "comment");
  const name = target !== NONE && kindOf(tree, target) === "identifier" ? textOf(tree, target) : "";
  const [first = NONE] = nodes;
  if (CONVERSIONS.test(name) && nodes.length === 1)
    return { kind: "wrapped", ...span, how: "cast", operand: lowerExpression(builder, first) };
  if (name === "new" || name === "make") {
    const type = underlying(tree, first);
    if (type !== NONE && /^(?:slice_type|array_type)$/u.test(kindOf(tree, type))) return { kind: "list", ...span, items: [] };
    const zero = zeroOf(builder, first);
    if (zero !== undefined) return { ...zero, ...span };
  }
  const args = nodes.map((child): Argument => argument(builder, child));
  if (name === "append")
    return {
      kind: "list",
      ...span,
      items: args.map(({ value, spread }, position) => ({ value, spread: spread || position === 0 })),
    };
  return { kind: "call", ...span, callee: lowerExpression(builder, target), arguments: args, construct: false };
}

function argument(builder: Builder, node: NodeId): Argument {
  return { value: lowerExpression(builder, node), name: "", spread: kindOf(builder.tree, node) === "variadic_argument" };
}
