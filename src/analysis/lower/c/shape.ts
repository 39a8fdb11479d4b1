import type { Expression, RecordShape, Shape } from "#analysis/ir/expression.ts";
import {
  childByField,
  childrenByField,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { factsOf, nameNode } from "./facts.ts";

export type LowerLength = (node: NodeId) => Expression;

const UNKNOWN: Shape = { kind: "unknown", name: "", bytes: undefined, signed: true, element: undefined, length: undefined };
const POINTER_BYTES = 8;

/** Widths of the LP64 data model, which 64-bit Unix has. */
const WIDTHS: Readonly<Record<string, number>> = {
  char: 1,
  _Bool: 1,
  bool: 1,
  short: 2,
  int: 4,
  long: 8,
  "long long": 8,
  float: 4,
  double: 8,
  "long double": 16,
  int8_t: 1,
  int16_t: 2,
  int32_t: 4,
  int64_t: 8,
  uint8_t: 1,
  uint16_t: 2,
  uint32_t: 4,
  uint64_t: 8,
  size_t: 8,
  ssize_t: 8,
  ptrdiff_t: 8,
  intptr_t: 8,
  uintptr_t: 8,
  off_t: 8,
  time_t: 8,
  wchar_t: 4,
  pid_t: 4,
  uid_t: 4,
  gid_t: 4,
  mode_t: 4,
  socklen_t: 4,
  in_addr_t: 4,
  in_port_t: 2,
  u_char: 1,
  u_short: 2,
  u_int: 4,
  u_long: 8,
  uint: 4,
  ulong: 8,
  FT_Int: 4,
};
const UNSIGNED = /^(?:u(?:int(?:ptr)?|int\d+)_t|size_t|bool|_Bool|u_\w+|uint|ulong|mode_t|uid_t|gid_t|socklen_t|in_\w+_t)$/u;

/** What a declared type and a declarator around a name say together; `declarator` may be NONE. */
export function shapeOf(tree: SyntaxTree, type: NodeId, declarator: NodeId, lower: LowerLength, depth = 0): Shape {
  return declared(tree, base(tree, type, lower, depth), declarator, lower);
}

function declared(tree: SyntaxTree, inner: Shape, declarator: NodeId, lower: LowerLength): Shape {
  if (declarator === NONE) return inner;
  const below = (): NodeId => {
    const own = childByField(tree, declarator, "declarator");
    return own === NONE
      ? (namedChildren(tree, declarator).find((child) => kindOf(tree, child).endsWith("declarator")) ?? NONE)
      : own;
  };
  switch (kindOf(tree, declarator)) {
    case "pointer_declarator":
    case "abstract_pointer_declarator":
      return declared(tree, pointerTo(inner), below(), lower);
    case "array_declarator":
    case "abstract_array_declarator": {
      const size = childByField(tree, declarator, "size");
      const length = size === NONE ? undefined : lower(size);
      return declared(tree, { ...UNKNOWN, kind: "array", name: inner.name, element: inner, length }, below(), lower);
    }
    case "function_declarator":
    case "abstract_function_declarator":
      return declared(tree, { ...UNKNOWN, name: inner.name }, below(), lower);
    case "init_declarator":
    case "parenthesized_declarator":
    case "attributed_declarator":
      return declared(tree, inner, below(), lower);
    default:
      return inner;
  }
}

function pointerTo(element: Shape): Shape {
  return { kind: "pointer", name: element.name, bytes: POINTER_BYTES, signed: false, element, length: undefined };
}

function base(tree: SyntaxTree, type: NodeId, lower: LowerLength, depth: number): Shape {
  if (type === NONE || depth > 12) return UNKNOWN;
  switch (kindOf(tree, type)) {
    case "primitive_type":
    case "sized_type_specifier":
      return numeric(tree, textOf(tree, type).replaceAll(/\s+/gu, " "));
    case "enum_specifier":
      return { ...UNKNOWN, kind: "number", name: "enum", bytes: 4 };
    case "struct_specifier":
    case "union_specifier":
      return record(tree, type, lower, depth);
    case "type_identifier":
      return named(tree, textOf(tree, type), lower, depth);
    case "type_descriptor":
      return shapeOf(tree, childByField(tree, type, "type"), childByField(tree, type, "declarator"), lower, depth + 1);
    default:
      return UNKNOWN;
  }
}

function named(tree: SyntaxTree, name: string, lower: LowerLength, depth: number): Shape {
  const definition = factsOf(tree).typedefs.get(name);
  if (definition !== undefined) {
    const shape = shapeOf(tree, definition.type, definition.declarator, lower, depth + 1);
    return shape.kind === "unknown" ? { ...shape, name } : shape;
  }
  const own = factsOf(tree).recordNodes.get(name);
  // C++ names a record by its tag alone.
  if (own !== undefined && tree.pack.subset !== undefined) return record(tree, own, lower, depth);
  return WIDTHS[name] === undefined ? { ...UNKNOWN, name } : numeric(tree, name);
}

/** One shape for each way in which a file writes a type: what is asked of a shape is often kept with it. */
function numeric(tree: SyntaxTree, text: string): Shape {
  const { numbers } = factsOf(tree);
  let shape = numbers.get(text);
  if (shape === undefined) numbers.set(text, (shape = numericAs(text)));
  return shape;
}

function numericAs(text: string): Shape {
  if (text === "void") return { ...UNKNOWN, name: "void" };
  const unsigned = /\bunsigned\b/u.test(text) || UNSIGNED.test(text);
  const bare =
    text
      .replaceAll(/\b(?:unsigned|signed)\b/gu, "")
      .trim()
      .replace(/^(short|long|long long) int$/u, "$1") || "int";
  return { ...UNKNOWN, kind: "number", name: text, bytes: WIDTHS[bare], signed: !unsigned };
}

function record(tree: SyntaxTree, node: NodeId, lower: LowerLength, depth: number): Shape {
  const facts = factsOf(tree);
  const tag = childByField(tree, node, "name");
  const name = tag === NONE ? `record ${node}` : textOf(tree, tag);
  const definition = childByField(tree, node, "body") === NONE ? (facts.recordNodes.get(name) ?? NONE) : node;
  if (definition === NONE) return { ...UNKNOWN, kind: "record", name };
  const before = facts.shapes.get(definition);
  if (before !== undefined) return before;
  facts.shapes.set(definition, { ...UNKNOWN, kind: "record", name });
  const fields = fieldsOf(tree, childByField(tree, definition, "body"), lower, depth + 1);
  facts.records.set(name, fields);
  const shape: Shape = {
    ...UNKNOWN,
    kind: "record",
    name,
    bytes: bytesOf([...fields.values()], kindOf(tree, definition) === "union_specifier"),
  };
  facts.shapes.set(definition, shape);
  return shape;
}

function fieldsOf(tree: SyntaxTree, body: NodeId, lower: LowerLength, depth: number): RecordShape {
  const fields = new Map<string, Shape>();
  for (const entry of namedChildren(tree, body)) {
    if (kindOf(tree, entry) !== "field_declaration") continue;
    const type = childByField(tree, entry, "type");
    for (const declarator of childrenByField(tree, entry, "declarator")) {
      const name = nameNode(tree, declarator);
      if (name !== NONE) fields.set(textOf(tree, name), shapeOf(tree, type, declarator, lower, depth));
    }
  }
  return fields;
}

/** Size of a record with the usual padding; undefined where one field's is not known. */
function bytesOf(fields: readonly Shape[], union: boolean): number | undefined {
  let end = 0;
  let widest = 1;
  for (const field of fields) {
    const size = sizeOf(field);
    if (size === undefined) return undefined;
    const align = alignOf(field);
    widest = Math.max(widest, align);
    end = union ? Math.max(end, size) : Math.ceil(end / align) * align + size;
  }
  return Math.ceil(end / widest) * widest;
}

function sizeOf(shape: Shape): number | undefined {
  if (shape.kind !== "array") return shape.bytes;
  const count = shape.length?.kind === "constant" && typeof shape.length.value === "number" ? shape.length.value : undefined;
  const each = shape.element === undefined ? undefined : sizeOf(shape.element);
  return count === undefined || each === undefined ? undefined : count * each;
}

function alignOf(shape: Shape): number {
  if (shape.kind === "array" && shape.element !== undefined) return alignOf(shape.element);
  return shape.kind === "record" ? 8 : Math.min(16, Math.max(1, shape.bytes ?? 8));
}
