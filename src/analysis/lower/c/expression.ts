import type { Argument, Expression, Pattern, Relation } from "#analysis/ir/expression.ts";
import { type Builder, descend, nameAt, nothing, spanOf } from "#analysis/lower/builder.ts";
import { childByField, descendants, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { compute, constantNamed } from "./facts.ts";
import { numberOf, textIn } from "./number.ts";
import { shapeOf } from "./shape.ts";

export function lowerExpression(builder: Builder, node: NodeId): Expression {
  if (node === NONE) return { kind: "constant", start: 0, end: 0, value: undefined };
  if (!descend(builder, node)) return nothing(builder, node);
  const lowered = byKind(builder, node);
  builder.depth--;
  return lowered;
}

/** What an assignment writes to. */
function lowerTarget(builder: Builder, node: NodeId): Pattern {
  const lowered = lowerExpression(builder, node);
  const { start, end } = spanOf(builder, node);
  return lowered.kind === "name"
    ? { kind: "name", start, end, name: lowered.name }
    : { kind: "place", start, end, place: lowered };
}

function byKind(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const field = (name: string): Expression => lowerExpression(builder, childByField(tree, node, name));
  switch (kindOf(tree, node)) {
    case "identifier":
    case "field_identifier":
      return name(builder, node);
    case "number_literal":
    case "char_literal":
      return { kind: "constant", ...span, value: numberOf(textOf(tree, node)) };
    case "string_literal":
    case "concatenated_string":
      return string(builder, node);
    case "true":
    case "false":
      return { kind: "constant", ...span, value: kindOf(tree, node) === "true" };
    case "null":
      return { kind: "constant", ...span, value: null };
    case "field_expression": {
      const object = field("argument");
      const through = operatorOf(builder, node) === "->";
      const owner: Expression = through
        ? { kind: "wrapped", start: object.start, end: object.end, how: "content", operand: object }
        : object;
      return { kind: "member", ...span, object: owner, name: nameAt(builder, childByField(tree, node, "field")) };
    }
    case "subscript_expression":
      return { kind: "index", ...span, object: field("argument"), index: field("index") };
    case "call_expression":
      return call(builder, node);
    case "pointer_expression":
      return {
        kind: "wrapped",
        ...span,
        how: operatorOf(builder, node) === "&" ? "address" : "content",
        operand: field("argument"),
      };
    case "unary_expression":
      return unary(builder, node);
    case "update_expression":
      return update(builder, node);
    case "binary_expression":
      return binary(builder, node);
    case "assignment_expression":
      return assignment(builder, node);
    case "conditional_expression":
      return {
        kind: "conditional",
        ...span,
        test: field("condition"),
        consequence: field("consequence"),
        otherwise: field("alternative"),
      };
    case "cast_expression": {
      const shape = shapeOf(tree, childByField(tree, node, "type"), NONE, (length) => lowerExpression(builder, length));
      return { kind: "wrapped", ...span, how: "cast", shape, operand: field("value") };
    }
    case "sizeof_expression": {
      const type = childByField(tree, node, "type");
      if (type === NONE) return { kind: "size", ...span, shape: undefined, operand: field("value") };
      return {
        kind: "size",
        ...span,
        operand: undefined,
        shape: shapeOf(tree, type, NONE, (length) => lowerExpression(builder, length)),
      };
    }
    case "comma_expression":
      return { kind: "sequence", ...span, items: [field("left"), field("right")] };
    case "initializer_list":
      return list(builder, node);
    case "compound_literal_expression":
      return field("value");
    case "parenthesized_expression":
    case "extension_expression":
      return lowerExpression(builder, namedChildren(tree, node).find((child) => kindOf(tree, child) !== "comment") ?? NONE);
    case "comment":
      return nothing(builder, node);
    case "gnu_asm_expression":
      return assembly(builder, node);
    case "compound_statement":
      return nothing(builder, node);
    default:
      return { kind: "unknown", ...span, operands: namedChildren(tree, node).map((child) => lowerExpression(builder, child)) };
  }
}

/** Operators are nodes that are named as they are written; `""` where there is none. */
function operatorOf({ tree }: Builder, node: NodeId): string {
  const operator = childByField(tree, node, "operator");
  return operator === NONE ? "" : kindOf(tree, operator);
}

function name(builder: Builder, node: NodeId): Expression {
  const text = nameAt(builder, node);
  const { start, end } = spanOf(builder, node);
  const value = text === "NULL" ? null : constantNamed(builder.tree, text);
  return value === undefined ? { kind: "name", start, end, name: text } : { kind: "constant", start, end, value };
}

function string(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  if (kindOf(tree, node) === "string_literal") {
    const text = textOf(tree, node);
    return { kind: "constant", ...span, value: textIn(text.slice(text.indexOf('"') + 1, -1)) };
  }
  const parts = namedChildren(tree, node).map((child) => lowerExpression(builder, child));
  if (parts.every((part) => part.kind === "constant" && typeof part.value === "string"))
    return { kind: "constant", ...span, value: parts.map((part) => (part.kind === "constant" ? part.value : "")).join("") };
  return { kind: "text", ...span, parts, always: true };
}

function call(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const list = childByField(tree, node, "arguments");
  const args = (list === NONE ? [] : namedChildren(tree, list))
    .filter((child) => kindOf(tree, child) !== "comment")
    .map((child): Argument => ({ value: lowerExpression(builder, child), name: "", spread: false }));
  const callee = lowerExpression(builder, childByField(tree, node, "function"));
  return { kind: "call", ...spanOf(builder, node), callee, arguments: args, construct: false };
}

/** A call of something unknown, which is given its inputs and the addresses of its outputs. */
function assembly(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const values = (kind: string): Expression[] =>
    descendants(tree, node, [kind]).map((operand) => lowerExpression(builder, childByField(tree, operand, "value")));
  const outputs = values("gnu_asm_output_operand").map(
    (operand): Expression => ({ kind: "wrapped", ...span, how: "address", operand }),
  );
  const given = [...values("gnu_asm_input_operand"), ...outputs].map((value): Argument => ({ value, name: "", spread: false }));
  return { kind: "call", ...span, callee: { kind: "name", ...span, name: "__asm__" }, arguments: given, construct: false };
}

function unary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operand = lowerExpression(builder, childByField(tree, node, "argument"));
  switch (operatorOf(builder, node)) {
    case "!":
      return { kind: "not", ...span, operand };
    case "-": {
      if (operand.kind === "constant" && typeof operand.value === "number") return { ...operand, ...span, value: -operand.value };
      return { kind: "binary", ...span, operator: "-", left: { kind: "constant", ...span, value: 0 }, right: operand };
    }
    case "+":
      return operand;
    default:
      return { kind: "unknown", ...span, operands: [operand] };
  }
}

/** `i++` and its kin: an assignment, of the value before where the operator stands behind. */
function update(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const argument = childByField(tree, node, "argument");
  const operator = childByField(tree, node, "operator");
  const value: Expression = {
    kind: "binary",
    ...span,
    operator: operatorOf(builder, node).startsWith("+") ? "+" : "-",
    left: lowerExpression(builder, argument),
    right: { kind: "constant", ...span, value: 1 },
    address: true,
  };
  return { kind: "assignment", ...span, target: lowerTarget(builder, argument), value, late: operator > argument };
}

const RELATIONS: Readonly<Record<string, Relation>> = { "==": "equal", "!=": "unequal" };
const ORDERS = ["<", "<=", ">", ">="] as const;

function binary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operator = operatorOf(builder, node);
  const right = lowerExpression(builder, childByField(tree, node, "right"));
  if ((operator === "&" || operator === "*") && isTypeInBrackets(builder, childByField(tree, node, "left")))
    return { kind: "wrapped", ...span, how: operator === "&" ? "address" : "content", operand: right };
  const left = lowerExpression(builder, childByField(tree, node, "left"));
  if (operator === "&&" || operator === "||")
    return { kind: "logical", ...span, operator: operator === "&&" ? "and" : "or", operands: [left, right] };
  const order = ORDERS.find((one) => one === operator);
  if (order !== undefined) return { kind: "compare", ...span, relation: "less", order, left, right };
  const relation = RELATIONS[operator];
  if (relation !== undefined) return { kind: "compare", ...span, relation, left, right };
  if (
    left.kind === "constant" &&
    right.kind === "constant" &&
    typeof left.value === "number" &&
    typeof right.value === "number"
  ) {
    const value = compute(operator, left.value, right.value);
    if (value !== undefined) return { kind: "constant", ...span, value };
  }
  return { kind: "binary", ...span, operator, left, right, address: operator === "+" || operator === "-" };
}

/** `(SIZE_ARG)&size`: the grammar takes the name of a type of another file for a variable. */
function isTypeInBrackets({ tree }: Builder, node: NodeId): boolean {
  if (kindOf(tree, node) !== "parenthesized_expression") return false;
  const [name, more] = namedChildren(tree, node);
  if (name === undefined || more !== undefined || kindOf(tree, name) !== "identifier") return false;
  const text = textOf(tree, name);
  return /^[A-Z][A-Z\d_]{2,}$|^[a-z]\w*_t$/u.test(text) && constantNamed(tree, text) === undefined;
}

function assignment(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const left = childByField(tree, node, "left");
  const operator = operatorOf(builder, node).slice(0, -1);
  const right = lowerExpression(builder, childByField(tree, node, "right"));
  const value: Expression =
    operator === ""
      ? right
      : {
          kind: "binary",
          ...span,
          operator,
          left: lowerExpression(builder, left),
          right,
          address: operator === "+" || operator === "-",
        };
  return { kind: "assignment", ...span, target: lowerTarget(builder, left), value };
}

function list(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const entries = namedChildren(tree, node).filter((child) => kindOf(tree, child) !== "comment");
  const lowered = (child: NodeId): Expression =>
    lowerExpression(builder, kindOf(tree, child) === "initializer_pair" ? childByField(tree, child, "value") : child);
  const named = entries.every((child) => kindOf(tree, child) === "initializer_pair" && designator(builder, child) !== "");
  if (entries.length > 0 && named)
    return {
      kind: "record",
      ...spanOf(builder, node),
      entries: entries.map((child) => ({ key: designator(builder, child), value: lowered(child) })),
    };
  return { kind: "list", ...spanOf(builder, node), items: entries.map((child) => ({ value: lowered(child), spread: false })) };
}

function designator({ tree }: Builder, pair: NodeId): string {
  const [first] = namedChildren(tree, pair);
  return first !== undefined && kindOf(tree, first) === "field_designator" ? textOf(tree, first).slice(1).trim() : "";
}
