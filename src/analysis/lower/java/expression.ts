import type { Expression, Pattern, Relation } from "#analysis/ir/expression.ts";
import { type Builder, declare, descend, nothing, spanOf } from "#analysis/lower/builder.ts";
import { childByField, children, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { lowerAnnotation, simpleName } from "./annotation.ts";
import { lowerCall, lowerNew } from "./call.ts";
import { lowerFunction, lowerLambda } from "./function.ts";
import { numberOf, textIn } from "./literal.ts";
import { placeOf, readMethod, readName } from "./scope.ts";
import { lowerSwitch } from "./switch.ts";
import { joined, targetOf } from "./text.ts";

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
  const kind = kindOf(tree, node);
  switch (kind) {
    case "identifier":
    case "this":
    case "super":
      return readName(builder, node);
    case "type_identifier":
    case "generic_type":
    case "scoped_type_identifier":
      return { kind: "name", ...span, name: simpleName(textOf(tree, node)) };
    case "string_literal":
      return { kind: "constant", ...span, value: textIn(textOf(tree, node)) };
    case "character_literal":
      return { kind: "constant", ...span, value: textIn(textOf(tree, node)) };
    case "decimal_integer_literal":
    case "hex_integer_literal":
    case "octal_integer_literal":
    case "binary_integer_literal":
    case "decimal_floating_point_literal":
      return { kind: "constant", ...span, value: numberOf(textOf(tree, node)) };
    case "true":
    case "false":
      return { kind: "constant", ...span, value: kind === "true" };
    case "null_literal":
      return { kind: "constant", ...span, value: null };
    case "field_access":
      return member(builder, node);
    case "array_access":
      return { kind: "index", ...span, object: field("array"), index: field("index") };
    case "method_invocation":
      return lowerCall(builder, node);
    case "object_creation_expression":
      return lowerNew(builder, node);
    case "lambda_expression":
      return { kind: "function", ...span, index: lowerLambda(builder, node) };
    case "method_reference":
      return reference(builder, node);
    case "binary_expression":
      return binary(builder, node);
    case "unary_expression":
      return unary(builder, node);
    case "update_expression":
      return { kind: "unknown", ...span, operands: [] };
    case "instanceof_expression":
      return instance(builder, node);
    case "assignment_expression":
      return assignment(builder, node);
    case "ternary_expression":
      return {
        kind: "conditional",
        ...span,
        test: field("condition"),
        consequence: field("consequence"),
        otherwise: field("alternative"),
      };
    case "cast_expression":
      return { kind: "wrapped", ...span, how: "cast", operand: field("value") };
    case "parenthesized_expression":
      return lowerExpression(builder, inner(builder, node));
    case "array_initializer":
    case "element_value_array_initializer":
      return list(builder, node);
    case "array_creation_expression": {
      const value = childByField(tree, node, "value");
      return value === NONE ? { kind: "list", ...span, items: [] } : lowerExpression(builder, value);
    }
    case "switch_expression":
      return switchValue(builder, node);
    case "class_literal":
      return { kind: "member", ...span, object: lowerExpression(builder, inner(builder, node)), name: "class" };
    case "annotation":
    case "marker_annotation":
      return lowerAnnotation(builder, node);
    case "line_comment":
    case "block_comment":
      return nothing(builder, node);
    default:
      return {
        kind: "unknown",
        ...span,
        operands: namedChildren(tree, node)
          .filter((child) => !/_type$|type_identifier$|_declaration$|_statement$|body$/u.test(kindOf(tree, child)))
          .map((child) => lowerExpression(builder, child)),
      };
  }
}

/** The first child that is no comment. */
function inner({ tree }: Builder, node: NodeId): NodeId {
  return namedChildren(tree, node).find((child) => !kindOf(tree, child).endsWith("comment")) ?? NONE;
}

/** `a.b`; a class behind its package is the class alone. */
function member(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const text = textOf(tree, node);
  if (/^[a-z]\w*(?:\.[a-z]\w*)+\.[A-Z]\w*$/u.test(text)) return { kind: "name", ...span, name: simpleName(text) };
  const object = childByField(tree, node, "object");
  const name = textOf(tree, childByField(tree, node, "field"));
  // `Outer.this` is an object of a class around.
  if (name === "this") return { kind: "name", ...span, name: "this" };
  return { kind: "member", ...span, object: lowerExpression(builder, object), name };
}

function reference(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const parts = namedChildren(tree, node);
  const last = children(tree, node).at(-1) ?? node;
  const [object] = parts;
  if (object === undefined || textOf(tree, last) === "new") return { kind: "unknown", ...span, operands: [] };
  if (kindOf(tree, object) === "this") {
    const method = readMethod(builder, last);
    return { ...method, ...span };
  }
  return { kind: "member", ...span, object: lowerExpression(builder, object), name: textOf(tree, last) };
}

const RELATIONS: Readonly<Record<string, Relation>> = { "==": "equal", "!=": "unequal" };
const ORDERS = ["<", "<=", ">", ">="] as const;

function binary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operator = textOf(tree, childByField(tree, node, "operator"));
  if (operator === "+" || operator === "&&" || operator === "||") {
    const operands: NodeId[] = [];
    let current = node;
    while (kindOf(tree, current) === "binary_expression" && textOf(tree, childByField(tree, current, "operator")) === operator) {
      operands.push(childByField(tree, current, "right"));
      current = childByField(tree, current, "left");
    }
    operands.push(current);
    const lowered = operands.toReversed().map((operand) => lowerExpression(builder, operand));
    if (operator === "+") return joined(span, lowered);
    return { kind: "logical", ...span, operator: operator === "&&" ? "and" : "or", operands: lowered };
  }
  const left = lowerExpression(builder, childByField(tree, node, "left"));
  const right = lowerExpression(builder, childByField(tree, node, "right"));
  const order = ORDERS.find((one) => one === operator);
  if (order !== undefined) return { kind: "compare", ...span, relation: "less", order, left, right };
  const relation = RELATIONS[operator];
  return relation === undefined
    ? { kind: "binary", ...span, operator, left, right }
    : { kind: "compare", ...span, relation, left, right };
}

function unary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operand = lowerExpression(builder, childByField(tree, node, "operand"));
  const operator = textOf(tree, childByField(tree, node, "operator"));
  if (operator === "!") return { kind: "not", ...span, operand };
  if (operator === "-" && operand.kind === "constant" && typeof operand.value === "number")
    return { ...operand, ...span, value: -operand.value };
  return { kind: "binary", ...span, operator: `unary ${operator}`, left: operand, right: operand };
}

/** `x instanceof T t` also declares `t`. */
function instance(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const left = lowerExpression(builder, childByField(tree, node, "left"));
  const type = childByField(tree, node, "right");
  const right: Expression = { kind: "name", ...span, name: type === NONE ? "" : simpleName(textOf(tree, type)) };
  const test: Expression = { kind: "compare", ...span, relation: "instance", left, right };
  const nameNode = childByField(tree, node, "name");
  if (nameNode === NONE) return test;
  const name = textOf(tree, nameNode);
  declare(builder, name);
  const target: Pattern = { kind: "name", ...spanOf(builder, nameNode), name };
  return { kind: "sequence", ...span, items: [{ kind: "assignment", ...span, target, value: left }, test] };
}

function assignment(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const target = lowerExpression(builder, childByField(tree, node, "left"));
  const operator = textOf(tree, childByField(tree, node, "operator")).slice(0, -1);
  const right = lowerExpression(builder, childByField(tree, node, "right"));
  const value: Expression =
    operator === ""
      ? right
      : operator === "+"
        ? joined(span, [target, right])
        : { kind: "binary", ...span, operator, left: target, right };
  return { kind: "assignment", ...span, target: targetOf(target), value };
}

function list(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const items = namedChildren(tree, node).filter((child) => !kindOf(tree, child).endsWith("comment"));
  return {
    kind: "list",
    ...spanOf(builder, node),
    items: items.map((child) => ({ value: lowerExpression(builder, child), spread: false })),
  };
}

/** A switch that gives a value is a function called on the spot. */
function switchValue(builder: Builder, node: NodeId): Expression {
  const span = spanOf(builder, node);
  const index = lowerFunction(builder, node, { name: "", class: -1, static: false, parameters: NONE }, placeOf(builder), () => [
    lowerSwitch(builder, node, true),
  ]);
  return { kind: "call", ...span, callee: { kind: "function", ...span, index }, arguments: [], construct: false };
}
