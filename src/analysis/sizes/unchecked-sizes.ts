import type { Binary, Expression, Pattern, Span } from "#analysis/ir/expression.ts";
import type { FileIr, FunctionIr } from "#analysis/ir/file.ts";
import type { Models } from "#analysis/models/compile.ts";
import { inherited, limitsOf, type Limits } from "./limits.ts";
import { pathOf, pathsIn, shapesOf, type TypeOf, typing } from "./paths.ts";
import { visitNodes } from "./visit.ts";

/** Arithmetic from which a size is made, with what may go wrong in it. */
export interface UncheckedSize extends Span {
  /** `wraps`: the result may not fit its type. `negative`: a negative number becomes a huge one. `stack`: so much of the stack is taken. */
  readonly how: "wraps" | "negative" | "stack";
  /** The value, chosen by the caller, that nobody bounds. */
  readonly name: string;
  /** It is content that the caller hands over, and not a plain number of which the caller may take care. */
  readonly content: boolean;
  /** Where the size is used. */
  readonly used: Span;
}

/**
 * Sizes of allocations and copies that are computed from what the caller of a function hands over, in a type of 32 bits or from signed numbers, where no
 * test of the function bounds them. Products of two such values and sums in loops are meant: what one is added to hardly wraps around in practice.
 */
export function uncheckedSizes(ir: FileIr, models: Models): readonly UncheckedSize[] {
  if (models.memory.size === 0) return [];
  return ir.functions
    .filter((code) => code.parent === 0 && code.private !== true)
    .flatMap((code) => inFunction(ir, code, models));
}

interface Sizes {
  readonly typeOf: TypeOf;
  readonly limits: Limits;
  /** Variables that become part of a size, with where. */
  readonly used: ReadonlyMap<string, Span>;
  /** Parameters that are numbers. */
  readonly plain: ReadonlySet<string>;
  readonly isOutside: (path: string) => boolean;
}

interface Assigned extends Span {
  readonly name: string;
  readonly value: Expression;
  readonly inLoop: boolean;
}

function inFunction(ir: FileIr, code: FunctionIr, models: Models): UncheckedSize[] {
  const places = sizePlaces(code, models);
  if (places.length === 0) return [];
  const typeOf = typing(ir, shapesOf(code));
  const assigned = assignments(code);
  const used = new Map<string, Span>();
  for (const { node, used: where } of places) for (const path of pathsIn(node)) used.set(path, used.get(path) ?? where);
  for (let before = -1; before !== used.size; ) {
    before = used.size;
    for (const { name, value } of assigned) {
      const where = used.get(name);
      if (where !== undefined) for (const path of pathsIn(value)) used.set(path, used.get(path) ?? where);
    }
  }
  const plain = new Set(code.parameters.map(({ name }) => name));
  const limits = inherited(limitsOf(code, models, typeOf), assigned, typeOf);
  const sizes = { typeOf, used, plain, limits, isOutside: outsideOf(code, assigned, models) };
  const found = new Map<number, UncheckedSize>();
  const look = (root: Expression, where: Span, sum: string): void => {
    for (const one of inArithmetic(root, where, sum, sizes)) if (!found.has(one.start)) found.set(one.start, one);
  };
  for (const { node, used: where, grows } of places) if (grows) look(node, where, "");
  for (const { name, value, inLoop } of assigned) {
    const where = used.get(name);
    if (where !== undefined && places.some(({ grows, used: own }) => grows && own === where))
      look(value, where, inLoop ? name : "");
  }
  for (const { node, used: where, grows, stack } of places) {
    const free = stack ? unboundedIn(node, sizes) : "";
    if (free !== "") {
      found.set(where.start, { ...where, how: "stack", name: free, content: true, used: where });
      continue;
    }
    if (grows) continue;
    const signed = oneSided(node, sizes);
    if (signed !== "" && !found.has(node.start))
      found.set(node.start, { start: node.start, end: node.end, how: "negative", name: signed, content: true, used: where });
  }
  return [...found.values()];
}

interface Place {
  readonly node: Expression;
  readonly used: Span;
  /** It says how much is made, otherwise how much of it is used. */
  readonly grows: boolean;
  readonly stack: boolean;
}

/** The arguments that say how much is allocated or copied, and the lengths of arrays that are not fixed. */
function sizePlaces(code: FunctionIr, models: Models): readonly Place[] {
  const places: Place[] = [];
  visitNodes(code.body, (node) => {
    const used = { start: node.start, end: node.end };
    if (node.kind === "declare" && node.shape.kind === "array" && node.shape.length !== undefined)
      places.push({ node: node.shape.length, used, grows: true, stack: true });
    if (node.kind !== "call" || node.callee.kind !== "name") return;
    for (const { gives, bytes, writes, reads, text } of models.memory.get(node.callee.name) ?? []) {
      const stack = gives === "stack";
      const grows = stack || gives === "heap";
      const counted = grows ? bytes : (writes?.bytes ?? reads?.bytes ?? text?.most);
      for (const place of counted?.split("*") ?? []) {
        const value = node.arguments[Number(place)]?.value;
        if (value !== undefined) places.push({ node: value, used, grows, stack });
      }
    }
  });
  return places;
}

function assignments(code: FunctionIr): readonly Assigned[] {
  const found: Assigned[] = [];
  const add = (target: Pattern, value: Expression, span: Span, inLoop: boolean): void => {
    const name = target.kind === "name" ? target.name : target.kind === "place" ? pathOf(target.place) : "";
    if (name !== "") found.push({ start: span.start, end: span.end, name, value, inLoop });
  };
  visitNodes(code.body, (node, around) => {
    if (node.kind !== "assign" && node.kind !== "assignment") return;
    add(
      node.target,
      node.value,
      node,
      around.some(({ kind }) => kind === "loop"),
    );
  });
  return found;
}

/** What the caller chooses: parameters, what lies behind them, numbers that are read, and variables that are computed from these. */
function outsideOf(code: FunctionIr, assigned: readonly Assigned[], models: Models): (path: string) => boolean {
  const roots = new Set(code.parameters.map(({ name }) => name));
  const outside = new Set<string>();
  const isOutside = (path: string): boolean => outside.has(path) || roots.has(path.split(/[.[]/u, 1)[0] as string);
  const isRead = (node: Expression): boolean =>
    node.kind === "call" &&
    node.callee.kind === "name" &&
    models.memory.get(node.callee.name)?.some(({ result }) => result === "number") === true;
  for (let before = -1; before !== outside.size; ) {
    before = outside.size;
    for (const { name, value } of assigned)
      if (!name.includes("[") && (isRead(value) || pathsIn(value).some(isOutside))) outside.add(name);
  }
  return isOutside;
}

function inArithmetic(root: Expression, where: Span, sum: string, sizes: Sizes): UncheckedSize[] {
  const found: UncheckedSize[] = [];
  const { typeOf, limits, isOutside } = sizes;
  const narrow = (node: Binary): boolean => {
    const type = typeOf(node);
    return type?.kind === "number" && type.bytes === 4;
  };
  const isPlain = (path: string): boolean => sizes.plain.has(path);
  const chosen = (path: string): boolean => isOutside(path) && !limits.above.has(path);
  visitNodes(root, (node, around) => {
    if (node.kind !== "binary" || around.some(({ kind }) => kind === "call" || kind === "index")) return;
    const paths = [node.left, node.right].map(pathsIn);
    const [left = [], right = []] = paths;
    const span = { start: node.start, end: node.end, used: where };
    if (node.operator === "*" && left.length > 0 && right.length > 0 && narrow(node)) {
      const free = [...left, ...right].find(chosen);
      const bounded = [left, right].some((side) => side.every((path) => limits.above.has(path)));
      if (free !== undefined && !bounded) found.push({ ...span, how: "wraps", name: free, content: !isPlain(free) });
    }
    const one = node.operator === "+" && left.length === 1 && isCount(node.right) ? left.find(chosen) : undefined;
    if (one !== undefined && isSigned(typeOf(node)) && sum === "")
      found.push({ ...span, how: "wraps", name: one, content: true });
    if (node.operator !== "+" || sum === "" || !left.includes(sum)) return;
    const added = right.find(chosen);
    if (added === undefined || limits.above.has(sum)) return;
    if (narrow(node)) found.push({ ...span, how: "wraps", name: added, content: true });
    else if (isSigned(typeOf(node.right)) && !limits.below.has(added))
      found.push({ ...span, how: "negative", name: added, content: true });
  });
  return found;
}

const isCount = (node: Expression): boolean => node.kind === "constant" && typeof node.value === "number" && node.value > 0;

/** What the caller chooses in the length of an array and nobody bounds: a number, or how long a text is. */
function unboundedIn(node: Expression, { limits, isOutside }: Sizes): string {
  const number = pathsIn(node).find((path) => isOutside(path) && !limits.above.has(path));
  if (number !== undefined) return number;
  let found = "";
  visitNodes(node, (inner) => {
    if (inner.kind !== "call" || inner.callee.kind !== "name" || inner.callee.name !== "strlen") return;
    const text = inner.arguments[0] === undefined ? "" : pathOf(inner.arguments[0].value);
    if (found === "" && text !== "" && isOutside(text) && !limits.above.has(text)) found = text;
  });
  return found;
}

const isSigned = (type: ReturnType<TypeOf>): boolean => type?.kind === "number" && type.signed && type.bytes === 4;

/** A signed parameter that is compared with a bound above and never with one below. */
function oneSided(node: Expression, { typeOf, limits, isOutside }: Sizes): string {
  const path = pathOf(node);
  const type = path === "" ? undefined : typeOf(node.kind === "wrapped" ? node.operand : node);
  return isSigned(type) && isOutside(path) && limits.above.has(path) && !limits.below.has(path) ? path : "";
}
