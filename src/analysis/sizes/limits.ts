import type { Compare, Expression } from "#analysis/ir/expression.ts";
import type { FunctionIr } from "#analysis/ir/file.ts";
import type { Clause, Statement } from "#analysis/ir/statement.ts";
import type { Models } from "#analysis/models/compile.ts";
import { pathsIn, type TypeOf } from "./paths.ts";
import { holds, visitNodes } from "./visit.ts";

/** Places of which some test in the function says how large or small they may be, wherever it stands. */
export interface Limits {
  /** Compared with something that may bound them from above. */
  readonly above: ReadonlySet<string>;
  /** Compared so that negative numbers do not pass. */
  readonly below: ReadonlySet<string>;
}

/** Tests that turn a value down count for their larger side, tests that let one through for the smaller; rounds of a loop are not tests of its end. */
export function limitsOf(code: FunctionIr, models: Models, typeOf: TypeOf): Limits {
  const above = new Set<string>();
  const below = new Set<string>();
  const all = (nodes: readonly Expression[]): void => {
    for (const node of nodes)
      for (const path of pathsIn(node)) {
        above.add(path);
        below.add(path);
      }
  };
  const judged = (test: Expression, leaves: boolean, clause?: Clause): void => {
    visitNodes(test, (node, around) => {
      if (node.kind === "call") all(node.arguments.map(({ value }) => value));
      if (node.kind !== "compare") return;
      const turned = around.filter(({ kind }) => kind === "not").length % 2 === 1;
      compared(node, (leaves || cuts(node, clause)) !== turned, above, below, typeOf);
    });
  };
  visitNodes(code.body, (node) => {
    if (node.kind === "if") for (const clause of node.clauses) judged(clause.test, leavesOf(clause, models), clause);
    if (node.kind === "conditional") judged(node.test, false);
    if (node.kind === "assert") judged(node.test, false);
    if (node.kind === "loop" && node.test?.kind === "logical") judged(node.test, false);
    if (node.kind !== "call" || node.callee.kind !== "name") return;
    const { name } = node.callee;
    const given = node.arguments.map(({ value }) => value);
    if (/overflow/iu.test(name)) all(given);
    if (models.memory.get(name)?.some(({ asserts }) => asserts !== undefined) === true)
      for (const test of given) judged(test, false);
  });
  return { above, below };
}

function compared(test: Compare, leaves: boolean, above: Set<string>, below: Set<string>, typeOf: TypeOf): void {
  const { left, right, order } = test;
  const divides = holds([left, right], (node) => node.kind === "binary" && node.operator === "/");
  if (order === undefined) {
    if (divides) for (const side of [left, right]) for (const path of pathsIn(side)) above.add(path);
    return;
  }
  const greater = order === ">" || order === ">=" ? left : right;
  const [held, limit] = (greater === left) === leaves ? [left, right] : [right, left];
  if (!isSmall(limit)) for (const path of pathsIn(held)) above.add(path);
  if (divides) for (const path of pathsIn(limit)) above.add(path);
  // `n < 1` turns negative numbers down, and so does a comparison that is made without signs.
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const unsigned = [side, other].some((node) => {
      const type = typeOf(node);
      return type?.kind === "number" && !type.signed && (type.bytes ?? 0) >= 4;
    });
    if (unsigned || isSmall(other)) for (const path of pathsIn(side)) below.add(path);
  }
}

const isSmall = (node: Expression): boolean => node.kind === "constant" && typeof node.value === "number" && node.value <= 1;

/** Whether the way that a test opens does not come back. */
function leavesOf({ body }: Clause, models: Models): boolean {
  const last = body.at(-1);
  return last !== undefined && leaves(last, models);
}

function leaves(last: Statement, models: Models): boolean {
  if (last.kind === "block") {
    const inner = last.body.at(-1);
    return inner !== undefined && leaves(inner, models);
  }
  if (last.kind === "expression")
    return (
      last.expression.kind === "call" && last.expression.callee.kind === "name" && models.ends.has(last.expression.callee.name)
    );
  return last.kind === "return" || last.kind === "goto" || last.kind === "jump" || last.kind === "throw";
}

/** `if (n > most) n = most`: the way that the test opens makes the larger side smaller. */
function cuts({ left, right, order }: Compare, clause: Clause | undefined): boolean {
  const [last] = clause?.body ?? [];
  const inner = last?.kind === "block" ? last.body[0] : last;
  if (inner?.kind !== "assign" || inner.target.kind !== "name") return false;
  return pathsIn(order === ">" || order === ">=" ? left : right).includes(inner.target.name);
}

/** What a variable was given, with its name. */
export interface Given {
  readonly name: string;
  readonly value: Expression;
}

/** The same limits, and those of variables that are only given what has them. */
export function inherited({ above, below }: Limits, assigned: readonly Given[], typeOf: TypeOf): Limits {
  // The distance of two addresses is none of these either.
  const falls = (value: Expression): boolean =>
    value.kind === "binary" && value.operator === "-" && typeOf(value.left)?.kind !== "pointer";
  const bare = (value: Expression): Expression =>
    value.kind === "wrapped" && value.how === "cast" ? bare(value.operand) : value;
  const values = Map.groupBy(assigned, ({ name }) => name);
  const widened = (own: ReadonlySet<string>, held: (name: string, value: Expression) => boolean): ReadonlySet<string> => {
    const all = new Set(own);
    for (let before = -1; before !== all.size; ) {
      before = all.size;
      for (const [name, given] of values) {
        const settled = given.every(
          ({ value }) =>
            held(name, value) &&
            pathsIn(value).every(
              (path) =>
                path === name || all.has(path) || typeOf({ kind: "name", name: path, start: 0, end: 0 })?.kind === "pointer",
            ),
        );
        if (settled) all.add(name);
      }
    }
    return all;
  };
  return {
    above: widened(above, (name, value) => value.kind !== "call" && !pathsIn(value).includes(name)),
    below: widened(below, (_, value) => value.kind !== "call" && !falls(bare(value))),
  };
}
