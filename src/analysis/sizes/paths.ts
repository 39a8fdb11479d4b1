import type { Expression, Shape } from "#analysis/ir/expression.ts";
import type { FileIr, FunctionIr } from "#analysis/ir/file.ts";
import { visitNodes } from "./visit.ts";

/** A place in memory as the text of a function names it: `n`, `p.width`, `sizes[]`; `""` for what is no such place. Indices are all the same. */
export function pathOf(node: Expression): string {
  if (node.kind === "name") return node.name;
  if (node.kind === "wrapped") {
    const inner = pathOf(node.operand);
    return node.how === "content" && inner !== "" ? `${inner}[]` : inner;
  }
  if (node.kind !== "member" && node.kind !== "index") return "";
  const object = pathOf(node.object);
  if (object === "") return "";
  return node.kind === "member" ? `${object}.${node.name}` : `${object}[]`;
}

/** The places that an arithmetic expression is computed from; what calls give and what lies behind other operators is left out. */
export function pathsIn(node: Expression): readonly string[] {
  const own = pathOf(node);
  if (own !== "") return [own];
  if (node.kind === "binary") return [...pathsIn(node.left), ...pathsIn(node.right)];
  if (node.kind === "wrapped") return pathsIn(node.operand);
  if (node.kind === "assignment" && node.target.kind === "name") return [node.target.name];
  return [];
}

/** The declared types of parameters and variables. */
export function shapesOf(code: FunctionIr): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const { name, shape } of code.parameters) if (shape !== undefined) shapes.set(name, shape);
  visitNodes(code.body, (node) => {
    if (node.kind === "declare") shapes.set(node.name, node.shape);
  });
  return shapes;
}

export type TypeOf = (node: Expression) => Shape | undefined;

const INT: Shape = { kind: "number", name: "int", bytes: 4, signed: true, element: undefined, length: undefined };
const SIZE: Shape = { ...INT, name: "size_t", bytes: 8, signed: false };

/** The type in which an expression is computed, after the usual conversions; undefined where that is not known. */
export function typing(ir: FileIr, shapes: ReadonlyMap<string, Shape>): TypeOf {
  const typeOf: TypeOf = (node) => {
    if (node.kind === "name") return shapes.get(node.name);
    if (node.kind === "index") return typeOf(node.object)?.element;
    if (node.kind === "size") return SIZE;
    if (node.kind === "binary") return widest(typeOf(node.left), typeOf(node.right));
    if (node.kind === "constant")
      return typeof node.value === "number" && Number.isInteger(node.value) && Math.abs(node.value) < 2 ** 31 ? INT : undefined;
    if (node.kind === "wrapped")
      return node.how === "cast" ? node.shape : node.how === "content" ? typeOf(node.operand)?.element : undefined;
    const owner = node.kind === "member" ? typeOf(node.object) : undefined;
    return node.kind === "member" && owner?.kind === "record" ? ir.records?.get(owner.name)?.get(node.name) : undefined;
  };
  return typeOf;
}

function widest(left: Shape | undefined, right: Shape | undefined): Shape | undefined {
  if (left?.kind !== "number" || right?.kind !== "number" || left.bytes === undefined || right.bytes === undefined)
    return undefined;
  const wide = left.bytes === right.bytes ? (left.signed ? right : left) : left.bytes > right.bytes ? left : right;
  return (wide.bytes ?? 0) < 4 ? INT : wide;
}
