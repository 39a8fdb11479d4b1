import type { Call, Expression, Span } from "#analysis/ir/expression.ts";
import type { FileIr, FunctionIr } from "#analysis/ir/file.ts";
import type { Part } from "#analysis/ir/walk.ts";
import type { Models } from "#analysis/models/compile.ts";
import type { MemoryModel } from "#analysis/models/schema.ts";
import { holds, type Node, plainName, visitNodes } from "./visit.ts";

/** A place whose bounds hang on a macro that the file does not tell. */
export interface UnknownBound extends Span {
  readonly macro: string;
}

const MACRO = /^[A-Z][A-Z\d_]*$/u;

/**
 * Places that could not be judged because the size of a buffer, or how much of it is used, is a macro from a file that was not read. A use that names the
 * same size as the declaration, `fgets(b, SIZE, f)` of `b[SIZE]`, could be judged, as could one by `sizeof`.
 */
export function unknownBounds(ir: FileIr, models: Models): readonly UnknownBound[] {
  if (models.memory.size === 0) return [];
  const shared = ir.functions[0]?.locals ?? new Set<string>();
  return ir.functions.filter(({ parent }) => parent === 0).flatMap((code) => inFunction(code, shared, models));
}

interface Local {
  readonly macros: ReadonlySet<string>;
}

function inFunction(code: FunctionIr, shared: ReadonlySet<string>, models: Models): UnknownBound[] {
  const { body } = code;
  const known = new Set([...shared, ...code.locals, ...code.parameters.map(({ name }) => name)]);
  const unknown = (node: Node): node is Expression & { kind: "name" } =>
    node.kind === "name" && MACRO.test(node.name) && !known.has(node.name);
  const macrosIn = (node: Part): ReadonlySet<string> => {
    const found = new Set<string>();
    visitNodes(node, (inner, around) => {
      const outer = around.at(-1);
      if (unknown(inner) && !(outer?.kind === "call" && outer.callee === inner)) found.add(inner.name);
    });
    return found;
  };
  const buffers = new Map<string, Local>();
  visitNodes(body, (node) => {
    if (node.kind === "declare" && node.shape.kind === "array" && node.shape.length !== undefined)
      buffers.set(node.name, { macros: macrosIn(node.shape.length) });
  });
  if (buffers.size === 0) return [];
  const compared = new Set<string>();
  visitNodes(body, (node) => {
    if (node.kind === "compare") for (const macro of macrosIn([node.left, node.right])) compared.add(macro);
  });
  const found: UnknownBound[] = [];
  const add = ({ start, end }: Span, macros: ReadonlySet<string>): void => {
    for (const macro of macros) found.push({ start, end, macro });
  };
  visitNodes(body, (node) => {
    if (node.kind === "index") {
      const { macros } = buffers.get(plainName(node.object)) ?? {};
      if (macros === undefined || (node.index.kind === "constant" && node.index.value === 0)) return;
      const settled = [...macros].some((macro) => compared.has(macro)) || macrosIn(node.index).size > 0;
      if (!settled && node.index.kind !== "unknown") add(node, macros);
    }
    if (node.kind !== "call" || node.callee.kind !== "name") return;
    for (const model of models.memory.get(node.callee.name) ?? []) add(node, undecided(node, model, buffers, macrosIn));
  });
  return found;
}

/** The macros that decide whether a call of the library keeps within a buffer, as far as call and declaration do not name the same ones. */
function undecided(
  node: Call,
  model: MemoryModel,
  buffers: ReadonlyMap<string, Local>,
  macrosIn: (node: Part) => ReadonlySet<string>,
): ReadonlySet<string> {
  const { text, writes, reads } = model;
  const at = text?.to ?? writes?.to ?? reads?.from;
  const target = at === undefined ? undefined : node.arguments[Number(at)]?.value;
  const name = target === undefined ? "" : plainName(target);
  const buffer = buffers.get(name);
  if (buffer === undefined) return new Set();
  const most = text?.most ?? writes?.bytes ?? reads?.bytes;
  const bounds = most?.split("*").map((place) => node.arguments[Number(place)]?.value) ?? [];
  const own = holds(bounds, (inner) => inner.kind === "size" && inner.operand !== undefined && plainName(inner.operand) === name);
  const named = macrosIn(bounds);
  if (own || [...buffer.macros].some((macro) => named.has(macro))) return new Set();
  return new Set([...buffer.macros, ...named]);
}
