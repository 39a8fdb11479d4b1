import type { Argument, Entry, Expression } from "#analysis/ir/expression.ts";
import { type Builder, descend, nameAt, nothing, spanOf } from "#analysis/lower/builder.ts";
import { unescape } from "#analysis/lower/escapes.ts";
import { childByField, children, isNamed, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { lowerClass } from "./class.ts";
import { lowerFunction } from "./function.ts";
import { lowerElement } from "./element.ts";
import { keyOf } from "./key.ts";
import { binary, LOGICAL, unary } from "./operator.ts";
import { lowerPattern } from "./pattern.ts";

export function lowerExpression(builder: Builder, node: NodeId): Expression {
  if (node === NONE) return { kind: "constant", start: 0, end: 0, value: undefined };
  if (!descend(builder, node)) return nothing(builder, node);
  const lowered = byKind(builder, node);
  builder.depth--;
  return lowered;
}

/** The first child that is no comment. */
function inner(builder: Builder, node: NodeId): NodeId {
  return namedChildren(builder.tree, node).find((child) => kindOf(builder.tree, child) !== "comment") ?? NONE;
}

function inField(builder: Builder, node: NodeId, name: string): Expression {
  return lowerExpression(builder, childByField(builder.tree, node, name));
}

function byKind(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  switch (kindOf(tree, node)) {
    case "identifier":
    case "shorthand_property_identifier":
    case "this":
    case "super":
      return { kind: "name", start, end, name: nameAt(builder, node) };
    case "undefined":
    case "null":
      return { kind: "constant", start, end, value: null };
    case "true":
      return { kind: "constant", start, end, value: true };
    case "false":
      return { kind: "constant", start, end, value: false };
    case "number":
      return { kind: "constant", start, end, value: number(textOf(tree, node)) };
    case "string":
      return { kind: "constant", start, end, value: unescape(textOf(tree, node).slice(1, -1)) };
    case "template_string":
      return template(builder, node);
    case "regex":
      return {
        kind: "regex",
        start,
        end,
        source: textOf(tree, childByField(tree, node, "pattern")),
        flags: childByField(tree, node, "flags") === NONE ? "" : textOf(tree, childByField(tree, node, "flags")),
      };
    case "member_expression":
      return {
        kind: "member",
        start,
        end,
        object: inField(builder, node, "object"),
        name: nameAt(builder, childByField(tree, node, "property")),
      };
    case "subscript_expression":
      return { kind: "index", start, end, object: inField(builder, node, "object"), index: inField(builder, node, "index") };
    case "call_expression":
    case "new_expression":
      return call(builder, node);
    case "binary_expression":
      return binary(builder, node);
    case "unary_expression":
      return unary(builder, node);
    case "update_expression":
      return { kind: "unknown", start, end, operands: [] };
    case "ternary_expression":
      return {
        kind: "conditional",
        start,
        end,
        test: inField(builder, node, "condition"),
        consequence: inField(builder, node, "consequence"),
        otherwise: inField(builder, node, "alternative"),
      };
    case "assignment_expression":
      return {
        kind: "assignment",
        start,
        end,
        target: lowerPattern(builder, childByField(tree, node, "left")),
        value: inField(builder, node, "right"),
      };
    case "augmented_assignment_expression":
      return augmented(builder, node);
    case "await_expression":
      return { kind: "wrapped", start, end, how: "await", operand: lowerExpression(builder, inner(builder, node)) };
    case "yield_expression":
      return { kind: "wrapped", start, end, how: "yield", operand: lowerExpression(builder, inner(builder, node)) };
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
        start,
        end,
        items: namedChildren(tree, node)
          .filter((child) => kindOf(tree, child) !== "comment")
          .map((child) =>
            kindOf(tree, child) === "spread_element"
              ? { value: lowerExpression(builder, inner(builder, child)), spread: true }
              : { value: lowerExpression(builder, child), spread: false },
          ),
      };
    case "object":
      return { kind: "record", start, end, entries: namedChildren(tree, node).flatMap((child) => entry(builder, child)) };
    case "arrow_function":
    case "function_expression":
    case "generator_function":
      return { kind: "function", start, end, index: lowerFunction(builder, node, [], -1) };
    case "class":
      return { kind: "class", start, end, index: lowerClass(builder, node, []) };
    case "jsx_element":
    case "jsx_self_closing_element":
    case "jsx_fragment":
      return lowerElement(builder, node);
    default:
      return { kind: "unknown", start, end, operands: namedChildren(tree, node).map((child) => lowerExpression(builder, child)) };
  }
}

function number(text: string): number | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : value;
}

function template(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const parts = namedChildren(tree, node).map((child): Expression => {
    if (kindOf(tree, child) === "template_substitution") return lowerExpression(builder, inner(builder, child));
    return { kind: "constant", ...spanOf(builder, child), value: unescape(textOf(tree, child)) };
  });
  if (parts.length === 0) return { kind: "constant", start, end, value: "" };
  if (parts.every((part) => part.kind === "constant" && typeof part.value === "string")) {
    return { kind: "constant", start, end, value: parts.map((part) => (part.kind === "constant" ? part.value : "")).join("") };
  }
  return { kind: "text", start, end, parts, always: true };
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
  const { start, end } = spanOf(builder, node);
  const inside = namedChildren(tree, node);
  const items = inside
    .filter((child) => kindOf(tree, child) !== "template_substitution")
    .map((child) => ({
      value: { kind: "constant" as const, ...spanOf(builder, child), value: textOf(tree, child) },
      spread: false,
    }));
  const substitutions = inside.filter((child) => kindOf(tree, child) === "template_substitution");
  return [
    { value: { kind: "list", start, end, items }, name: "", spread: false },
    ...substitutions.map((child) => ({ value: lowerExpression(builder, inner(builder, child)), name: "", spread: false })),
  ];
}

function call(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const construct = kindOf(tree, node) === "new_expression";
  const calleeNode = childByField(tree, node, construct ? "constructor" : "function");
  const list = childByField(tree, node, "arguments");
  const args = lowerArguments(builder, list);
  const [first] = args;
  const name = calleeNode === NONE ? "" : kindOf(tree, calleeNode) === "import" ? "import" : textOf(tree, calleeNode);
  if ((name === "require" || name === "import") && first?.value.kind === "constant" && typeof first.value.value === "string") {
    return { kind: "module", start, end, specifier: first.value.value };
  }
  return { kind: "call", start, end, callee: lowerExpression(builder, calleeNode), arguments: args, construct };
}

function augmented(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const left = childByField(tree, node, "left");
  const operator = textOf(tree, childByField(tree, node, "operator")).slice(0, -1);
  const before = lowerExpression(builder, left);
  const right = lowerExpression(builder, childByField(tree, node, "right"));
  const logical = LOGICAL[operator];
  let value: Expression;
  if (logical !== undefined) value = { kind: "logical", start, end, operator: logical, operands: [before, right] };
  else if (operator === "+") value = { kind: "text", start, end, parts: [before, right], always: false };
  else value = { kind: "binary", start, end, operator, left: before, right };
  return { kind: "assignment", start, end, target: lowerPattern(builder, left), value };
}

function sequence(builder: Builder, node: NodeId): Expression {
  const values = namedChildren(builder.tree, node).map((child) => lowerExpression(builder, child));
  const { start, end } = spanOf(builder, node);
  const last = values.at(-1) ?? nothing(builder, node);
  return {
    kind: "index",
    start,
    end,
    object: { kind: "list", start, end, items: values.map((value) => ({ value, spread: false })) },
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
