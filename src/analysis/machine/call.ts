import type { Expression } from "#analysis/ir/expression.ts";
import { assume } from "./assume.ts";
import { invoke } from "./invoke.ts";
import { callLibrary } from "./library.ts";
import { each, flat, type Machine, type Outcome, report } from "./machine.ts";
import { type State, variable } from "./state.ts";
import { UNKNOWN, type Value } from "./value.ts";

/** Names of functions and macros of other files that do not come back: they end the program, or throw. */
const ENDS = /(?:^|_)(?:abort|fatal|panic|unreachable|terminate|throw)(?:_|$)/iu;

/** What a call gives, on every way through the function or as the models know it. */
export function call(machine: Machine, state: State, node: Expression & { kind: "call" }): readonly Outcome[] {
  const named = node.callee.kind === "name" && variable(state, node.callee.name) === undefined ? node.callee.name : "";
  const facts = named === "" ? undefined : machine.models.memory.get(named);
  const own = named === "" ? -1 : (machine.named.get(named) ?? -1);
  const [first] = facts ?? [];
  if (own < 0 && first?.asserts !== undefined) {
    const test = node.arguments[Number(first.asserts)]?.value;
    return test === undefined ? [{ state, value: UNKNOWN }] : asserted(machine, state, test, node);
  }
  let outcomes: readonly { readonly state: State; readonly values: readonly Value[] }[] = [{ state, values: [] }];
  const lenient = machine.lenient;
  machine.lenient = lenient || (facts === undefined && own < 0);
  const unknown = facts === undefined && own < 0;
  for (const { value: given } of node.arguments) {
    const argument = unknown && machine.ir.byReference === true ? referred(given) : given;
    const asserting = unknown && isTest(argument) && /^[A-Z\d_]+$|assert/u.test(named);
    outcomes = flat(outcomes, ({ state: before, values }) =>
      (asserting ? held(machine, before, argument) : machine.evaluate(before, argument)).map(({ state: after, value }) => ({
        state: after,
        values: [...values, value],
      })),
    );
  }
  machine.lenient = lenient;
  return flat(outcomes, ({ state: before, values }) => {
    if (own >= 0) return invoke(machine, before, own, values, node);
    if (named !== "" && (machine.models.ends.has(named) || (unknown && ENDS.test(named)))) return [];
    if (named !== "") return callLibrary(machine, before, named, facts ?? [], values, node);
    return each(machine.evaluate(before, node.callee), ({ state: after, value }) =>
      value.kind === "function"
        ? invoke(machine, after, value.index, values, node)
        : callLibrary(machine, after, "", [], values, node),
    );
  });
}

/** Where a variable may be handed over by reference its address is. */
function referred(argument: Expression): Expression {
  if (argument.kind !== "name" && argument.kind !== "member" && argument.kind !== "index") return argument;
  return { kind: "wrapped", start: argument.start, end: argument.end, how: "address", operand: argument };
}

function isTest({ kind }: Expression): boolean {
  return kind === "compare" || kind === "logical" || kind === "not";
}

/** A test that a macro is given may be all that it asserts: nobody is told here that it does not hold. */
function held(machine: Machine, state: State, test: Expression): readonly Outcome[] {
  const { yes, no } = assume(machine, state, test);
  return (yes.length > 0 ? yes : no).map((after) => ({ state: after, value: UNKNOWN }));
}

function asserted(machine: Machine, state: State, test: Expression, node: Expression): readonly Outcome[] {
  const certain = !state.loose;
  const { yes, no, origin } = assume(machine, state, test);
  const fixed =
    test.kind === "constant" ||
    (test.kind === "logical" && test.operands.some((operand) => operand.kind === "constant")) ||
    (test.kind === "not" && test.operand.kind === "constant");
  if (no.length > 0 && !fixed && ((yes.length === 0 && certain) || origin !== undefined))
    report(
      machine,
      "assertion",
      node,
      yes.length === 0 ? "This assertion fails on this way." : `${origin?.note ?? "Input"} can make this assertion fail.`,
      origin === undefined ? [] : [{ ...origin, note: `${origin.note} comes in` }],
    );
  return yes.map((after) => ({ state: after, value: UNKNOWN }));
}
