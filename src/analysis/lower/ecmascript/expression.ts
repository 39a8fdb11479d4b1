import type { Argument, Entry, Expression, Relation } from "#analysis/ir/expression.ts";
import { type Builder, deeper, nothing, spanOf } from "#analysis/lower/builder.ts";
import { unescape } from "#analysis/lower/escapes.ts";
import { childByField, children, isNamed, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { lowerClass } from "./class.ts";
import { lowerFunction } from "./function.ts";
import { lowerElement } from "./element.ts";
import { keyOf } from "./key.ts";
import { lowerPattern } from "./pattern.ts";

export function lowerExpression(builder: Builder, node: NodeId): Expression {
  if (node === NONE) return { kind: "constant", start: 0, end: 0, value: undefined };
  return deeper(builder, node, nothing(builder, node), () => byKind(builder, node));
}

/** The first child that is no comment. */
function inner(builder: Builder, node: NodeId): NodeId {
  return namedChildren(builder.tree, node).find((child) => kindOf(builder.tree, child) !== "comment") ?? NONE;
}

function byKind(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const field = (name: string): Expression => lowerExpression(builder, childByField(tree, node, name));
  switch (kindOf(tree, node)) {
    case "identifier":
    case "shorthand_property_identifier":
    case "this":
    case "super":
      return { kind: "name", ...span, name: textOf(tree, node) };
    case "undefined":
    case "null":
      return { kind: "constant", ...span, value: null };
    case "true":
      return { kind: "constant", ...span, value: true };
    case "false":
      return { kind: "constant", ...span, value: false };
    case "number":
      return { kind: "constant", ...span, value: number(textOf(tree, node)) };
    case "string":
      return { kind: "constant", ...span, value: unescape(textOf(tree, node).slice(1, -1)) };
    case "template_string":
      return template(builder, node);
    case "regex":
      return {
        kind: "regex",
        ...span,
        source: textOf(tree, childByField(tree, node, "pattern")),
        flags: childByField(tree, node, "flags") === NONE ? "" : textOf(tree, childByField(tree, node, "flags")),
      };
    case "member_expression":
      return { kind: "member", ...span, object: field("object"), name: textOf(tree, childByField(tree, node, "property")) };
    case "subscript_expression":
      return { kind: "index", ...span, object: field("object"), index: field("index") };
    case "call_expression":
    case "new_expression":
      return call(builder, node);
    case "binary_expression":
      return binary(builder, node);
    case "unary_expression":
      return unary(builder, node);
    case "update_expression":
      return { kind: "unknown", ...span, operands: [] };
    case "ternary_expression":
      return {
        kind: "conditional",
        ...span,
        test: field("condition"),
        consequence: field("consequence"),
        otherwise: field("alternative"),
      };
    case "assignment_expression":
      return {
        kind: "assignment",
        ...span,
        target: lowerPattern(builder, childByField(tree, node, "left")),
        value: field("right"),
      };
    case "augmented_assignment_expression":
      return augmented(builder, node);
    case "await_expression":
      return { kind: "wrapped", ...span, how: "await", operand: lowerExpression(builder, inner(builder, node)) };
    case "yield_expression":
      return { kind: "wrapped", ...span, how: "yield", operand: lowerExpression(builder, inner(builder, node)) };
    case "parenthesized_expression":
    case "non_null_expression":
    case "as_expression":
    case "satisfies_expression":
    case "jsx_expression":
      return lowerExpression(builder, inner(builder, node));
    case "type_assertion":
      return lowerExpression(builder, namedChildren(tree, node)[1] ?? NONE);
    case "sequence_expression":
      return sequence(builder, node);
    case "array":
      return {
        kind: "list",
        ...span,
        items: namedChildren(tree, node)
          .filter((child) => kindOf(tree, child) !== "comment")
          .map((child) =>
            kindOf(tree, child) === "spread_element"
              ? { value: lowerExpression(builder, inner(builder, child)), spread: true }
              : { value: lowerExpression(builder, child), spread: false },
          ),
      };
    case "object":
      return { kind: "record", ...span, entries: namedChildren(tree, node).flatMap((child) => entry(builder, child)) };
    case "arrow_function":
    case "function_expression":
    case "generator_function":
      return { kind: "function", ...span, index: lowerFunction(builder, node, [], -1) };
    case "class":
      return { kind: "class", ...span, index: lowerClass(builder, node, []) };
    case "jsx_element":
    case "jsx_self_closing_element":
    case "jsx_fragment":
      return lowerElement(builder, node);
    default:
      return { kind: "unknown", ...span, operands: namedChildren(tree, node).map((child) => lowerExpression(builder, child)) };
  }
}

function number(text: string): number | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : value;
}

function template(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const parts = namedChildren(tree, node).map((child): Expression => {
    if (kindOf(tree, child) === "template_substitution") return lowerExpression(builder, inner(builder, child));
    return { kind: "constant", ...spanOf(builder, child), value: unescape(textOf(tree, child)) };
  });
  if (parts.length === 0) return { kind: "constant", ...span, value: "" };
  if (parts.every((part) => part.kind === "constant" && typeof part.value === "string")) {
    return { kind: "constant", ...span, value: parts.map((part) => (part.kind === "constant" ? part.value : "")).join("") };
  }
  return { kind: "text", ...span, parts, always: true };
}

function lowerArguments(builder: Builder, list: NodeId): Argument[] {
  const { tree } = builder;
  if (list === NONE) return [];
  if (kindOf(tree, list) === "template_string") return templateArguments(builder, list);
  return namedChildren(tree, list)
    .filter((child) => kindOf(tree, child) !== "comment")
    .map((child) =>
      kindOf(tree, child) === "spread_element"
        ? { value: lowerExpression(builder, inner(builder, child)), name: "", spread: true }
        : { value: lowerExpression(builder, child), name: "", spread: false },
    );
}

/** A tagged template passes its constant parts as one list and each substitution as an argument of its own. */
function templateArguments(builder: Builder, node: NodeId): Argument[] {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const inside = namedChildren(tree, node);
  const items = inside
    .filter((child) => kindOf(tree, child) !== "template_substitution")
    .map((child) => ({
      value: { kind: "constant" as const, ...spanOf(builder, child), value: textOf(tree, child) },
      spread: false,
    }));
  const substitutions = inside.filter((child) => kindOf(tree, child) === "template_substitution");
  return [
    { value: { kind: "list", ...span, items }, name: "", spread: false },
    ...substitutions.map((child) => ({ value: lowerExpression(builder, inner(builder, child)), name: "", spread: false })),
  ];
}

function call(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const construct = kindOf(tree, node) === "new_expression";
  const calleeNode = childByField(tree, node, construct ? "constructor" : "function");
  const list = childByField(tree, node, "arguments");
  const args = lowerArguments(builder, list);
  const [first] = args;
  const name = calleeNode === NONE ? "" : kindOf(tree, calleeNode) === "import" ? "import" : textOf(tree, calleeNode);
  if ((name === "require" || name === "import") && first?.value.kind === "constant" && typeof first.value.value === "string") {
    return { kind: "module", ...span, specifier: first.value.value };
  }
  return { kind: "call", ...span, callee: lowerExpression(builder, calleeNode), arguments: args, construct };
}

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

const LOGICAL: Readonly<Record<string, "and" | "or" | "default">> = { "&&": "and", "||": "or", "??": "default" };

function binary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
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
    if (logical !== undefined) return { kind: "logical", ...span, operator: logical, operands: lowered };
    return { kind: "text", ...span, parts: lowered, always: false };
  }
  const left = lowerExpression(builder, childByField(tree, node, "left"));
  const right = lowerExpression(builder, childByField(tree, node, "right"));
  const relation = RELATIONS[operator];
  return relation === undefined
    ? { kind: "binary", ...span, operator, left, right }
    : { kind: "compare", ...span, relation, left, right };
}

function unary(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const operator = textOf(tree, childByField(tree, node, "operator"));
  const operand = lowerExpression(builder, childByField(tree, node, "argument"));
  if (operator === "!") return { kind: "not", ...span, operand };
  if (operator === "typeof") return { kind: "wrapped", ...span, how: "type-name", operand };
  if (operator === "-" && operand.kind === "constant" && typeof operand.value === "number")
    return { ...operand, ...span, value: -operand.value };
  if (operator === "void") return { kind: "constant", ...span, value: null };
  return { kind: "binary", ...span, operator: `unary ${operator}`, left: operand, right: operand };
}

function augmented(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const left = childByField(tree, node, "left");
  const operator = textOf(tree, childByField(tree, node, "operator")).slice(0, -1);
  const before = lowerExpression(builder, left);
  const right = lowerExpression(builder, childByField(tree, node, "right"));
  const logical = LOGICAL[operator];
  let value: Expression;
  if (logical !== undefined) value = { kind: "logical", ...span, operator: logical, operands: [before, right] };
  else if (operator === "+") value = { kind: "text", ...span, parts: [before, right], always: false };
  else value = { kind: "binary", ...span, operator, left: before, right };
  return { kind: "assignment", ...span, target: lowerPattern(builder, left), value };
}

function sequence(builder: Builder, node: NodeId): Expression {
  const values = namedChildren(builder.tree, node).map((child) => lowerExpression(builder, child));
  const span = spanOf(builder, node);
  const last = values.at(-1) ?? nothing(builder, node);
  return {
    kind: "index",
    ...span,
    object: { kind: "list", ...span, items: values.map((value) => ({ value, spread: false })) },
    index: { kind: "constant", start: last.start, end: last.end, value: values.length - 1 },
  };
}

function entry(builder: Builder, node: NodeId): Entry[] {
  const { tree } = builder;
  switch (kindOf(tree, node)) {
    case "pair":
      return [
        {
          key: keyOf(builder, childByField(tree, node, "key")),
          value: lowerExpression(builder, childByField(tree, node, "value")),
        },
      ];
    case "shorthand_property_identifier":
      return [{ key: textOf(tree, node), value: lowerExpression(builder, node) }];
    case "spread_element":
      return [{ key: undefined, value: lowerExpression(builder, inner(builder, node)) }];
    case "method_definition": {
      const accessor = children(tree, node).some((child) => !isNamed(tree, child) && /^[gs]et$/u.test(textOf(tree, child)));
      if (accessor) return [];
      return [
        {
          key: keyOf(builder, childByField(tree, node, "name")),
          value: { kind: "function", ...spanOf(builder, node), index: lowerFunction(builder, node, [], -1) },
        },
      ];
    }
    default:
      return [];
  }
}
