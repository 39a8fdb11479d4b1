import type { Expression } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { assign, assignName } from "./assign.ts";
import { functionValue, makeClass } from "./classes.ts";
import { annotated } from "./declared-type.ts";
import { cameBack, refine } from "./conditions.ts";
import type { Engine } from "./engine.ts";
import { elementOf, moduleValue } from "./expressions.ts";
import { emptyState, guardsOf, mergeInto, noteSetting } from "./frame.ts";
import { decoratedHandler, handlerMethods } from "./handlers.ts";
import { foreignName } from "./member-facts.ts";
import { exportOf, readMember } from "./members.ts";
import { runLoop, runSwitch, runTry } from "./control.ts";
import { noteError } from "./errors.ts";
import { forgetSeen } from "./seen.ts";
import { concatenate, through } from "./taint.ts";
import type { Frame, State, Value } from "./types.ts";
import { deepTaints, EMPTY, join } from "./value.ts";

export function run(engine: Engine, frame: Frame, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (frame.state.dead) {
      // Another place may lead to a label. Functions that stand behind the end are declared all the same.
      if (statement.kind === "label") frame.state.dead = false;
      if (statement.kind !== "function" && statement.kind !== "class") continue;
    }
    if (!engine.step(frame)) return;
    forgetSeen(frame);
    runOne(engine, frame, statement);
  }
}

function runOne(engine: Engine, frame: Frame, statement: Statement): void {
  switch (statement.kind) {
    case "expression":
      engine.evaluate(frame, statement.expression);
      cameBack(engine, frame, statement.expression);
      break;
    case "assign":
      runAssign(engine, frame, statement);
      break;
    case "if":
      runIf(engine, frame, statement);
      break;
    case "loop":
      runLoop(engine, frame, statement, elementOf);
      break;
    case "try":
      runTry(engine, frame, statement);
      break;
    case "switch":
      runSwitch(engine, frame, statement);
      break;
    case "return":
      runReturn(engine, frame, statement);
      break;
    case "throw":
      runThrow(engine, frame, statement.value);
      frame.state.dead = true;
      break;
    case "assert":
      engine.evaluate(frame, statement.test);
      refine(engine, frame, statement.test, true);
      break;
    case "jump":
      frame.jumps.at(-1)?.push(frame.state);
      frame.state = { ...emptyState(frame.state), dead: true };
      break;
    case "goto":
      frame.state.dead = true;
      break;
    case "label":
      break;
    case "declare":
      assignName(frame, statement.name, EMPTY);
      break;
    case "block":
      engine.run(frame, statement.body);
      break;
    case "function":
      declareFunction(engine, frame, statement.index);
      break;
    case "class":
      declareClass(engine, frame, statement.index);
      break;
    case "import":
      runImport(engine, frame, statement);
      break;
    case "export":
      runExport(engine, frame, statement.name, engine.evaluate(frame, statement.value));
      break;
    case "reexport":
      runReexport(engine, frame, statement);
  }
}

function runAssign(engine: Engine, frame: Frame, statement: Statement & { kind: "assign" }): void {
  let value = engine.evaluate(frame, statement.value);
  cameBack(engine, frame, statement.value);
  if (statement.operator !== "") {
    const { target } = statement;
    const before =
      target.kind === "place"
        ? engine.evaluate(frame, target.place)
        : target.kind === "name"
          ? engine.evaluate(frame, { kind: "name", start: target.start, end: target.end, name: target.name })
          : EMPTY;
    const lists = before.elements !== undefined || before.fields !== undefined;
    if (statement.operator === "+" && !lists) value = concatenate([before, value]);
    else value = join(before, value);
  }
  if (statement.annotation !== "") value = annotated(engine, frame, value, statement.annotation);
  assign(engine, frame, statement.target, value);
}

function runIf(engine: Engine, frame: Frame, statement: Statement & { kind: "if" }): void {
  const base = frame.state;
  const branches: State[] = [];
  let rest = emptyState(base);
  for (const { test, body } of statement.clauses) {
    frame.state = rest;
    engine.evaluate(frame, test);
    rest = frame.state;
    const branch = emptyState(rest);
    frame.state = branch;
    refine(engine, frame, test, true);
    rest = emptyState(rest);
    frame.state = rest;
    refine(engine, frame, test, false);
    frame.state = branch;
    engine.run(frame, body);
    branches.push(frame.state);
  }
  frame.state = rest;
  engine.run(frame, statement.otherwise);
  branches.push(frame.state);
  frame.state = base;
  mergeInto(base, branches);
}

function runThrow(engine: Engine, frame: Frame, value: Expression | undefined): void {
  if (value === undefined) return;
  const made = engine.evaluate(frame, value);
  // The message of an error is what it was made with, whatever its class.
  const given =
    value.kind === "call"
      ? (frame.seen?.calls.get(value)?.given.map((one) => one.value) ??
        value.arguments.map((one) => engine.evaluate(frame, one.value)))
      : [made];
  for (const one of given) noteError(frame, deepTaints(one), value);
}

function runReturn(engine: Engine, frame: Frame, statement: Statement & { kind: "return" }): void {
  const value = statement.value === undefined ? EMPTY : engine.evaluate(frame, statement.value);
  const noted = returnedFrom(frame, statement, value);
  frame.returned = frame.returned === undefined ? noted : join(frame.returned, noted);
  if (frame.code.class >= 0) noteSetting(frame.unit, frame.code.name, value);
  noteEnd(engine, frame, statement.value, value);
  frame.state.dead = true;
}

function returnedFrom({ unit }: Frame, span: Statement, value: Value): Value {
  const noted = value.taints.length === 0 ? value : through(value, unit, span, "returned");
  const first = value.type === "List" ? value.fields?.get("0") : undefined;
  if (first === undefined || first.taints.length === 0) return noted;
  return { ...noted, fields: new Map(value.fields).set("0", through(first, unit, span, "returned")) };
}

/** What checks have shown when the function comes back, and what its answer says beyond that. */
function noteEnd(engine: Engine, frame: Frame, node: Parameters<typeof refine>[2] | undefined, value: Value): void {
  if (frame.ends.length >= 32) {
    frame.ends.push({ guards: new Map(), answer: undefined });
    return;
  }
  if (node?.kind === "list" && node.results === true) {
    const last = node.items.length - 1;
    noteEnd(engine, frame, node.items[last]?.value, value.fields?.get(String(last)) ?? EMPTY);
    return;
  }
  if (node?.kind === "wrapped" && node.how === "present") {
    frame.ends.push({ guards: guardsOf(frame.state), answer: true });
    return;
  }
  const { constant } = value;
  if (typeof constant === "boolean" || typeof constant === "number" || constant === null || node === undefined) {
    frame.ends.push({
      guards: guardsOf(frame.state),
      answer: constant === true || (typeof constant === "number" && constant !== 0),
    });
    return;
  }
  if (value.test === undefined && node.kind !== "call") {
    frame.ends.push({ guards: guardsOf(frame.state), answer: undefined });
    return;
  }
  const base = frame.state;
  for (const answer of [true, false]) {
    frame.state = emptyState(base);
    refine(engine, frame, node, answer);
    frame.ends.push({ guards: guardsOf(frame.state), answer });
  }
  frame.state = base;
}

function declareFunction(engine: Engine, frame: Frame, index: number): void {
  const code = frame.unit.ir.functions[index];
  if (code === undefined) return;
  const value = functionValue(frame, index);
  assignName(frame, code.name, value);
  const [callable] = value.functions;
  if (callable !== undefined && code.decorators.length > 0) decoratedHandler(engine, frame, callable, code.decorators, code);
}

function declareClass(engine: Engine, frame: Frame, index: number): void {
  const value = makeClass(engine, frame, index);
  const unit = value.class;
  const ir = frame.unit.ir.classes[index];
  if (unit === undefined || ir === undefined) return;
  assignName(frame, ir.name, value);
  const self: Value = { ...EMPTY, instance: unit, type: unit.type };
  const first = ir.methods.find((method) => frame.unit.ir.functions[method]?.name === frame.unit.ir.constructorName);
  // The constructor first: others read what it sets.
  if (first !== undefined && unit.closure === undefined) engine.summaryOf(frame.unit, first);
  for (const method of ir.methods) {
    const code = frame.unit.ir.functions[method];
    if (code === undefined) continue;
    const callable = { unit: frame.unit, index: method, closure: unit.closure, self };
    if (unit.closure !== undefined) frame.nested.push(callable);
    if (code.decorators.length > 0) decoratedHandler(engine, frame, callable, code.decorators, code);
  }
  handlerMethods(engine, frame, unit, ir);
}

function runImport(engine: Engine, frame: Frame, statement: Statement & { kind: "import" }): void {
  const whole = moduleValue(engine, frame, statement.specifier, statement.written);
  if (statement.near === true && whole.module === undefined) {
    for (const { local } of statement.names) assignName(frame, local, foreignName(frame.unit.models, local));
    return;
  }
  for (const { imported, local } of statement.names) {
    if (imported === "*") {
      if (whole.module !== undefined) frame.unit.exportsFrom.push(whole.module);
    } else assignName(frame, local, importedValue(engine, frame, statement.specifier, whole, imported, statement));
  }
}

function importedValue(
  engine: Engine,
  frame: Frame,
  specifier: string,
  whole: Value,
  imported: string,
  span: { start: number; end: number },
): Value {
  if (imported === "") return whole;
  if (whole.module === undefined) {
    if (imported === "default") return whole;
    const inside = engine.module(frame.unit, specifier.endsWith(".") ? `${specifier}${imported}` : `${specifier}.${imported}`);
    return inside === undefined ? readMember(engine, frame, whole, imported, span) : { ...EMPTY, module: inside };
  }
  const exported = exportOf(engine, whole.module, imported);
  if (exported !== undefined) return exported;
  if (imported === "default") return whole;
  const inside = engine.module(frame.unit, specifier.endsWith(".") ? `${specifier}${imported}` : `${specifier}.${imported}`);
  return inside === undefined ? readMember(engine, frame, whole, imported, span) : { ...EMPTY, module: inside };
}

function runExport(engine: Engine, frame: Frame, name: string, value: Value): void {
  const before = frame.unit.exports.get(name);
  frame.unit.exports.set(name, before === undefined ? value : join(before, value));
  if (frame.unit.state === "done") engine.changes++;
}

function runReexport(engine: Engine, frame: Frame, statement: Statement & { kind: "reexport" }): void {
  const whole = moduleValue(engine, frame, statement.specifier);
  if (statement.name === "*") {
    if (whole.module !== undefined) frame.unit.exportsFrom.push(whole.module);
    if (frame.unit.state === "done") engine.changes++;
    return;
  }
  frame.unit.exports.set(statement.name, importedValue(engine, frame, statement.specifier, whole, statement.imported, statement));
  if (frame.unit.state === "done") engine.changes++;
}
