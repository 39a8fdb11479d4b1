import type { Argument, Entry, Expression } from "#analysis/ir/expression.ts";
import { type Builder, lowerExpression, nameAt, spanOf } from "#analysis/lower/builder.ts";
import { unescape } from "#analysis/lower/escapes.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { underlying } from "./facts.ts";

export function lowerString(builder: Builder, node: NodeId): Expression {
  const text = textOf(builder.tree, node);
  const raw = text.startsWith("`");
  return { kind: "constant", ...spanOf(builder, node), value: raw ? text.slice(1, -1) : unescape(text.slice(1, -1)) };
}

export function lowerNumber(builder: Builder, node: NodeId): Expression {
  const text = textOf(builder.tree, node).replaceAll("_", "");
  const value = Number(/^0[0-7]+$/u.test(text) ? `0o${text.slice(1)}` : text);
  return { kind: "constant", ...spanOf(builder, node), value: Number.isNaN(value) ? undefined : value };
}

/** The name of a type as a value: of the file, or of a package. */
function typeName(builder: Builder, type: NodeId): Expression | undefined {
  const { tree } = builder;
  const span = spanOf(builder, type);
  switch (kindOf(tree, type)) {
    case "type_identifier":
      return { kind: "name", ...span, name: nameAt(builder, type) };
    case "qualified_type": {
      const owner = childByField(tree, type, "package");
      const object: Expression = { kind: "name", ...spanOf(builder, owner), name: nameAt(builder, owner) };
      return { kind: "member", ...span, object, name: nameAt(builder, childByField(tree, type, "name")) };
    }
    case "generic_type":
      return typeName(builder, childByField(tree, type, "type"));
    case "pointer_type":
      return typeName(builder, namedChildren(tree, type)[0] ?? NONE);
    default:
      return undefined;
  }
}

/** A new object of a type with nothing set; undefined for types without name. */
export function zeroOf(builder: Builder, type: NodeId): Expression | undefined {
  const { tree } = builder;
  const inner = underlying(builder.tree, type);
  const span = spanOf(builder, type);
  if (inner !== NONE && kindOf(tree, inner) === "map_type") return { kind: "record", ...span, entries: [] };
  const callee = type === NONE ? undefined : typeName(builder, type);
  if (callee === undefined || (callee.kind === "name" && inner !== NONE && kindOf(tree, inner) !== "struct_type"))
    return undefined;
  return { kind: "call", ...span, callee, arguments: [], construct: true };
}

export function lowerComposite(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  return literal(builder, node, childByField(tree, node, "type"), childByField(tree, node, "body"));
}

function literal(builder: Builder, node: NodeId, type: NodeId, body: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const inner = underlying(tree, type);
  const elements = body === NONE ? [] : namedChildren(tree, body).filter((child) => kindOf(tree, child) !== "comment");
  switch (inner === NONE ? "" : kindOf(tree, inner)) {
    case "slice_type":
    case "array_type":
    case "implicit_length_array_type": {
      const element = childByField(tree, inner, "element");
      const items = elements.map((child) => ({ value: part(builder, valueOf(builder, child), element), spread: false }));
      return { kind: "list", ...span, items };
    }
    case "map_type": {
      const value = childByField(tree, inner, "value");
      return { kind: "record", ...span, entries: elements.map((child) => entry(builder, child, value)) };
    }
  }
  const callee = type === NONE ? undefined : typeName(builder, type);
  const args = elements.map((child) => argument(builder, child, inner));
  if (callee !== undefined) return { kind: "call", ...span, callee, arguments: args, construct: true };
  return {
    kind: "record",
    ...span,
    entries: args.map(({ name, value }, position) => ({ key: name === "" ? String(position) : name, value })),
  };
}

/** The value of an element, with or without key. */
function valueOf({ tree }: Builder, element: NodeId): NodeId {
  return kindOf(tree, element) === "keyed_element" ? childByField(tree, element, "value") : element;
}

function part(builder: Builder, element: NodeId, type: NodeId): Expression {
  const { tree } = builder;
  if (element === NONE || kindOf(tree, element) !== "literal_value") return lowerExpression(builder, element);
  const pointed = type !== NONE && kindOf(tree, type) === "pointer_type" ? (namedChildren(tree, type)[0] ?? NONE) : type;
  return literal(builder, element, pointed, element);
}

function entry(builder: Builder, element: NodeId, type: NodeId): Entry {
  const value = part(builder, valueOf(builder, element), type);
  const key = childByField(builder.tree, element, "key");
  if (key === NONE) return { key: undefined, value };
  const lowered = part(builder, key, NONE);
  return { key: lowered.kind === "constant" && typeof lowered.value === "string" ? lowered.value : lowered, value };
}

function argument(builder: Builder, element: NodeId, type: NodeId): Argument {
  const { tree } = builder;
  const key = childByField(tree, element, "key");
  const name = key === NONE ? "" : textOf(tree, key);
  return { value: part(builder, valueOf(builder, element), fieldType(builder, type, name)), name, spread: false };
}

/** The declared type of a field of a struct that is known here. */
function fieldType({ tree }: Builder, struct: NodeId, name: string): NodeId {
  if (struct === NONE || name === "" || kindOf(tree, struct) !== "struct_type") return NONE;
  const list = namedChildren(tree, struct)[0] ?? NONE;
  for (const field of list === NONE ? [] : namedChildren(tree, list))
    if (namedChildren(tree, field).some((child) => textOf(tree, child) === name)) return childByField(tree, field, "type");
  return NONE;
}
