import type { Expression, Span } from "#analysis/ir/expression.ts";
import type { Loop, Switch, Try } from "#analysis/ir/statement.ts";
import { assign } from "./assign.ts";
import { refine } from "./conditions.ts";
import type { Engine } from "./engine.ts";
import { addGuard, emptyState, mergeInto, writeValue } from "./frame.ts";
import { charactersShown } from "./shown-characters.ts";
import type { Frame, State, Value } from "./types.ts";
import { deepTaints, EMPTY, joinTaints } from "./value.ts";
import { walkOf } from "./walked-text.ts";

/** Rounds after which a loop has shown what it can do. */
const ROUNDS = 2;

export function runLoop(
  engine: Engine,
  frame: Frame,
  loop: Loop,
  elementOf: (engine: Engine, frame: Frame, value: Value, span: Span) => Value,
): void {
  const base = frame.state;
  const source = loop.source === undefined ? undefined : engine.evaluate(frame, loop.source);
  for (let round = 0; round < ROUNDS; round++) {
    const branch = emptyState(base);
    frame.state = branch;
    if (loop.test !== undefined && !loop.late) {
      engine.evaluate(frame, loop.test);
      refine(engine, frame, loop.test, true);
    }
    if (loop.pattern !== undefined && source !== undefined) {
      const element = loop.over === "keys" ? { ...EMPTY, taints: source.taints } : elementOf(engine, frame, source, loop);
      assign(engine, frame, loop.pattern, element);
    }
    frame.jumps.push([]);
    engine.run(frame, loop.body);
    const jumped = frame.jumps.pop() ?? [];
    if (!frame.state.dead) {
      if (loop.update !== undefined) engine.evaluate(frame, loop.update);
      if (loop.late && loop.test !== undefined) engine.evaluate(frame, loop.test);
    }
    const after = frame.state;
    frame.state = base;
    mergeInto(base, [after, ...jumped, emptyState(base)]);
    if (source !== undefined && loop.over === "elements" && !hasBreak(loop) && !after.dead) keepShown(base, after, source);
  }
  if (loop.test !== undefined && !hasBreak(loop)) refine(engine, frame, loop.test, false);
  const walked = walkOf(loop, frame.unit.ir.functions);
  if (walked !== undefined) charactersShown(engine, frame, walked.text, walked.left);
  engine.run(frame, loop.otherwise);
}

/**
 * What every round has shown: of each element, and so of the whole; and for each entry of a fixed list, which is not empty and whose entries that cannot
 * be read are passed over.
 */
function keepShown(base: State, after: State, source: Value): void {
  if (after.guards.size === 0) return;
  const elements = new Set(source.taints.map(({ key }) => `${key}.[]`));
  const fixed = deepTaints(source).length === 0;
  for (const [key, mask] of after.guards) {
    if (elements.has(key)) addGuard(base, key.slice(0, -".[]".length), mask);
    else if (fixed) addGuard(base, key, mask);
  }
}

/** After a loop that is left by break its test says nothing. */
function hasBreak(loop: Loop): boolean {
  const search = (statements: Loop["body"]): boolean =>
    statements.some((statement) => {
      if (statement.kind === "jump") return statement.how === "break";
      if (statement.kind === "if") return statement.clauses.some((clause) => search(clause.body)) || search(statement.otherwise);
      if (statement.kind === "block" || statement.kind === "try")
        return search(statement.body) || (statement.kind === "try" && statement.handlers.some((handler) => search(handler.body)));
      return false;
    });
  return search(loop.body);
}

export function runTry(engine: Engine, frame: Frame, statement: Try): void {
  const base = frame.state;
  const body = emptyState(base);
  frame.state = body;
  const { thrown: outside } = frame;
  frame.thrown = [];
  engine.run(frame, statement.body);
  const told = frame.thrown;
  frame.thrown = statement.handlers.length === 0 ? joinTaints(outside, told) : outside;
  const completed = frame.state;
  // What a handler sees is anything between the beginning and the end of the body; checks may not have come to pass.
  const thrown = emptyState(base);
  mergeInto(thrown, [revived(completed, base), emptyState(base)]);
  thrown.dead = false;
  const branches: State[] = [];
  frame.state = completed;
  if (!completed.dead) engine.run(frame, statement.otherwise);
  branches.push(frame.state);
  for (const handler of statement.handlers) {
    frame.state = emptyState(thrown);
    if (handler.pattern !== undefined) assign(engine, frame, handler.pattern, { ...EMPTY, type: "Exception", taints: told });
    engine.run(frame, handler.body);
    branches.push(frame.state);
  }
  frame.state = base;
  mergeInto(base, branches);
  const dead = base.dead;
  base.dead = false;
  engine.run(frame, statement.finally);
  base.dead ||= dead;
}

/** The changes of a branch whether or not it came to its end. */
function revived(branch: State, base: State): State {
  const copy = emptyState(base);
  copy.dead = false;
  for (let layer: State | undefined = branch; layer !== undefined && layer !== base; layer = layer.base) {
    for (const [name, value] of layer.values) if (!copy.values.has(name)) writeValue(copy, name, value);
  }
  return copy;
}

export function runSwitch(engine: Engine, frame: Frame, statement: Switch): void {
  const spanOf = ({ start, end }: Expression): Span => ({ start, end });
  const isSubject = (test: Expression): Expression => ({
    kind: "compare",
    ...spanOf(test),
    relation: "equal",
    left: statement.subject,
    right: test,
  });
  const base = frame.state;
  engine.evaluate(frame, statement.subject);
  const branches: State[] = [];
  let fallen: State | undefined;
  let otherwise = false;
  for (const { tests, patterns, body } of statement.cases) {
    const branch = emptyState(base);
    frame.state = branch;
    for (const test of tests) engine.evaluate(frame, test);
    const [test] = tests;
    if (test === undefined) otherwise = true;
    else refine(engine, frame, { kind: "logical", ...spanOf(test), operator: "or", operands: tests.map(isSubject) }, true);
    for (const pattern of patterns) assign(engine, frame, pattern, engine.evaluate(frame, statement.subject));
    if (fallen !== undefined && !fallen.dead) {
      const joined = emptyState(base);
      mergeInto(joined, [branch, fallen]);
      frame.state = joined;
    }
    frame.jumps.push([]);
    engine.run(frame, body);
    const jumped = frame.jumps.pop() ?? [];
    branches.push(...jumped);
    if (statement.falls) fallen = frame.state;
    else branches.push(frame.state);
  }
  if (fallen !== undefined) branches.push(fallen);
  if (!otherwise || statement.cases.length === 0) branches.push(emptyState(base));
  frame.state = base;
  mergeInto(base, branches);
}
