import type { Expression, Pattern } from "#analysis/ir/expression.ts";
import type { FunctionIr } from "#analysis/ir/file.ts";
import type { Loop, Statement } from "#analysis/ir/statement.ts";
import { walk } from "#analysis/ir/walk.ts";

/** What the text of a loop tells of what it changes. */
export interface Written {
  /** Variables that are assigned, with what to; `undefined` where that is not one expression. */
  readonly names: ReadonlyMap<string, readonly (Expression | undefined)[]>;
  /** Variables through which something is written: arrays, records and addresses. */
  readonly through: ReadonlySet<string>;
  /** Names of called functions. */
  readonly calls: ReadonlySet<string>;
  /** Names in the test. */
  readonly asked: ReadonlySet<string>;
  /** It can be left in another way than by its test. */
  readonly leaves: boolean;
}

const known = new WeakMap<Loop, Written>();

export function writtenIn(loop: Loop): Written {
  let written = known.get(loop);
  if (written === undefined) known.set(loop, (written = collect(loop)));
  return written;
}

function collect(loop: Loop): Written {
  const names = new Map<string, (Expression | undefined)[]>();
  const through = new Set<string>();
  const calls = new Set<string>();
  let leaves = false;
  const assigned = (target: Pattern, value: Expression | undefined): void => {
    if (target.kind === "name") names.set(target.name, [...(names.get(target.name) ?? []), value]);
    else if (target.kind === "place") {
      const root = rootOf(target.place);
      if (root !== undefined) through.add(root);
    }
  };
  const argument = (value: Expression): void => {
    const root = rootOf(value);
    if (root === undefined) return;
    if (value.kind === "wrapped" && value.how === "address") names.set(root, [...(names.get(root) ?? []), undefined]);
    else through.add(root);
  };
  walk([loop.body, loop.update, loop.test], (node) => {
    if (node.kind === "assign" || node.kind === "assignment") assigned(node.target, node.value);
    if (node.kind === "declare") names.set(node.name, [...(names.get(node.name) ?? []), undefined]);
    if (node.kind === "call") {
      calls.add(node.callee.kind === "name" ? node.callee.name : "");
      for (const { value } of node.arguments) argument(value);
    }
    if (node.kind === "return" || node.kind === "goto" || (node.kind === "jump" && node.how !== "continue")) leaves = true;
  });
  return { names, through, calls, asked: namesIn(loop.test), leaves };
}

/** Names of variables and functions in expressions and statements. */
export function namesIn(node: Expression | readonly Statement[] | undefined): Set<string> {
  const found = new Set<string>();
  walk(node, (inner) => {
    if (inner.kind === "name") found.add(inner.name);
  });
  return found;
}

function rootOf(node: Expression): string | undefined {
  switch (node.kind) {
    case "name":
      return node.name;
    case "index":
    case "member":
      return rootOf(node.object);
    case "wrapped":
      return rootOf(node.operand);
    case "binary":
      return node.address === true ? rootOf(node.left) : undefined;
    case "assignment":
      return node.target.kind === "name" ? node.target.name : undefined;
    case "call":
    case "class":
    case "compare":
    case "comprehension":
    case "conditional":
    case "constant":
    case "format":
    case "function":
    case "list":
    case "logical":
    case "module":
    case "not":
    case "record":
    case "regex":
    case "sequence":
    case "size":
    case "text":
    case "unknown":
      break;
  }
  return undefined;
}

const names = new WeakMap<FunctionIr, ReadonlySet<string>>();

/** Names that the text of a function mentions. */
export function mentionedIn(code: FunctionIr): ReadonlySet<string> {
  let found = names.get(code);
  if (found === undefined) names.set(code, (found = namesIn(code.body)));
  return found;
}

/** Offsets. */
interface FirstWrite {
  readonly start: number;
  /** Where the outermost loop around one begins, otherwise as `start`: in a later round it stands in front of all that the loop holds. */
  readonly round: number;
}

const writes = new WeakMap<FunctionIr, ReadonlyMap<string, FirstWrite>>();

/** Where in a function's text each variable is first written, or its address taken. */
export function firstWrites(code: FunctionIr): ReadonlyMap<string, FirstWrite> {
  let found = writes.get(code);
  if (found !== undefined) return found;
  const first = new Map<string, FirstWrite>();
  const loops: number[] = [];
  walk(
    code.body,
    (node) => {
      if (node.kind === "loop") loops.push(node.start);
      const target = node.kind === "assign" || node.kind === "assignment" ? node.target : undefined;
      const address = node.kind === "wrapped" && node.how === "address" ? rootOf(node.operand) : undefined;
      const name = target?.kind === "name" ? target.name : target?.kind === "place" ? rootOf(target.place) : address;
      if (name === undefined) return;
      const { start } = node;
      const before = first.get(name) ?? { start: Infinity, round: Infinity };
      first.set(name, { start: Math.min(before.start, start), round: Math.min(before.round, loops[0] ?? start) });
    },
    (node) => {
      if (node.kind === "loop") loops.pop();
    },
  );
  writes.set(code, (found = first));
  return found;
}
