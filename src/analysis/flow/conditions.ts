import type { Call, Compare, Expression } from "#analysis/ir/expression.ts";
import { ALL, maskOf, type Models } from "#analysis/models/compile.ts";
import type { GuardModel } from "#analysis/models/schema.ts";
import { prepareCall } from "./callee.ts";
import { cleared } from "./cleared.ts";
import type { Engine } from "./engine.ts";
import { addGuard, emptyState, guarded, mergeInto, writeValue } from "./frame.ts";
import { bindArguments, guardKeys } from "./binding.ts";
import { fitting, isListed } from "./listed.ts";
import { valueAt, valuesAt } from "./places.ts";
import { compared, forgetSeen } from "./seen.ts";
import { shapeHolds } from "./shapes.ts";
import { eachCharacter, endsAtSpan, spanned } from "./shown-characters.ts";
import { sourceTaint } from "./taint.ts";
import type { Frame, Given, Value } from "./types.ts";
import { deepTaints, isOwn, withTaints } from "./value.ts";
import { holds } from "./when.ts";

/** Notes in the frame's state what holds when a test gave this answer. The test has been evaluated before. */
export function refine(engine: Engine, frame: Frame, test: Expression, answer: boolean, depth = 8): void {
  if (depth === 0) return;
  switch (test.kind) {
    case "not":
      refine(engine, frame, test.operand, !answer, depth - 1);
      break;
    case "logical":
      if (test.operator === "default") break;
      if ((test.operator === "and") === answer)
        for (const operand of test.operands) refine(engine, frame, operand, answer, depth - 1);
      else oneOf(engine, frame, test.operands, answer, depth);
      break;
    case "compare":
      compare(engine, frame, test, answer);
      break;
    case "call":
      call(engine, frame, test, answer);
      break;
    case "name": {
      const known = engine.evaluate(frame, test).test;
      if (known !== undefined) refine(engine, frame, known, answer, depth - 1);
      break;
    }
    case "assignment":
      refine(engine, frame, test.value, answer, depth - 1);
      break;
    case "wrapped":
      refine(engine, frame, test.operand, answer, depth - 1);
      break;
    case "index":
      if (!answer) endsAtSpan(engine, frame, test);
      break;
    case "binary":
    case "class":
    case "comprehension":
    case "conditional":
    case "constant":
    case "format":
    case "function":
    case "list":
    case "member":
    case "module":
    case "record":
    case "regex":
    case "sequence":
    case "size":
    case "text":
    case "unknown":
      break;
  }
}

/** One of the operands gave the answer, those before it the other one. */
function oneOf(engine: Engine, frame: Frame, operands: readonly Expression[], answer: boolean, depth: number): void {
  const base = frame.state;
  if (operands.length > 12) return;
  const branches = operands.map((operand, position) => {
    const branch = emptyState(base);
    frame.state = branch;
    for (const earlier of operands.slice(0, position)) refine(engine, frame, earlier, !answer, depth - 1);
    refine(engine, frame, operand, answer, depth - 1);
    return branch;
  });
  frame.state = base;
  mergeInto(base, branches);
}

function compare(engine: Engine, frame: Frame, test: Compare, answer: boolean): void {
  const { relation } = test;
  const { left, right } = frame.seen?.compared.get(test) ?? compared(engine, frame, test);
  const equal = (relation === "equal" && answer) || (relation === "unequal" && !answer);
  if (equal) {
    spanned(engine, frame, test);
    if (typeTest(engine, frame, test)) return;
    if (test.left.kind === "call" && (isOwn(deepTaints(right)) || isListed(test.left, test.right, right)))
      call(engine, frame, test.left, true, true);
    if (test.right.kind === "call" && (isOwn(deepTaints(left)) || isListed(test.right, test.left, left)))
      call(engine, frame, test.right, true, true);
    // `x.match(...) == null`, `x.indexOf(y) == 0` and other answers of calls say nothing of what went in.
    if (right.taints.length === 0 && right.constant !== null) cleared(engine, frame, test.left, left, ALL);
    if (left.taints.length === 0 && left.constant !== null) cleared(engine, frame, test.right, right, ALL);
    if (right.taints.length > 0 && left.taints.length > 0) likeOther(frame, left, right);
    if (right.constant === null || right.constant === false) answerOf(engine, frame, test.left, false);
    if (right.constant === true) answerOf(engine, frame, test.left, true);
    if (right.constant === 0) {
      startsWith(engine, frame, test.left, true);
      answerOf(engine, frame, test.left, false);
    }
    return;
  }
  if (relation === "unequal" || relation === "equal") {
    if (right.constant === null || right.constant === false) answerOf(engine, frame, test.left, true);
    if (right.constant === true) answerOf(engine, frame, test.left, false);
    if (right.constant === -1) contained(engine, frame, test.left);
    if (right.constant === 0) {
      startsWith(engine, frame, test.left, false);
      answerOf(engine, frame, test.left, true);
    }
    return;
  }
  const inside = (relation === "in" && answer) || (relation === "not-in" && !answer);
  if (inside && isOwn(deepTaints(right))) cleared(engine, frame, test.left, left, ALL);
  if (inside && test.right.kind === "member" && test.right.name === "parents") below(engine, frame, test.right.object, left);
  if (relation === "in" || relation === "not-in") stands(engine, frame, test, left, right, inside);
  if (relation === "less") lengthKnown(engine, frame, test);
  if (relation === "less" && right.constant === -1 && answer) contained(engine, frame, test.left);
}

/** `".." in path` */
function stands(engine: Engine, frame: Frame, test: Compare, part: Value, whole: Value, answer: boolean): void {
  const given: Given[] = [{ value: part, name: "", spread: false, node: test.left }];
  for (const guard of whole.taints.length === 0 ? [] : (frame.unit.models.guards.get("*#in") ?? []))
    if (guard.answer === answer && holds(guard.when, whole, given, ""))
      cleared(engine, frame, test.right, whole, maskOf(frame.unit.models, guard.clears));
}

/** `len(x) < 100`, `x.length > 100`: whoever compares the length with a number bounds it in one branch; which one is not asked, since the other one is left. */
function lengthKnown(engine: Engine, frame: Frame, { left, right }: Compare): void {
  if (right.kind !== "constant" || typeof right.value !== "number" || right.value < 2) return;
  const text =
    left.kind === "member" && left.name === "length"
      ? left.object
      : left.kind === "call" && left.callee.kind === "name" && left.callee.name === "len"
        ? left.arguments[0]?.value
        : undefined;
  if (text !== undefined) cleared(engine, frame, text, engine.evaluate(frame, text), maskOf(frame.unit.models, ["subject"]));
}

/** `folder in path.parents` */
function below(engine: Engine, frame: Frame, node: Expression, folder: Value): void {
  const path = engine.evaluate(frame, node);
  if (isOwn(deepTaints(folder)) && path.taints.every(({ facet }) => facet === "normal"))
    cleared(engine, frame, node, path, maskOf(frame.unit.models, ["path"]));
}

/** `any(x == one for one in LIST)`, `all(c in LETTERS for c in x)`, `any(c not in LETTERS for c in x)`: what holds of every element holds of the whole. */
function quantified(engine: Engine, frame: Frame, node: Call, answer: boolean): void {
  const [only] = node.arguments;
  const all = node.callee.kind === "name" && node.callee.name === "all";
  if (only?.value.kind !== "comprehension" || node.arguments.length !== 1) return;
  const { clauses, tests, body } = only.value;
  const [clause] = clauses;
  if (clause?.pattern.kind !== "name" || clauses.length !== 1 || tests.length > 0) return;
  const source = engine.evaluate(frame, clause.source);
  if (all === answer && source.taints.length > 0)
    cleared(engine, frame, clause.source, source, shownOfEach(engine, frame, body, clause.pattern.name, answer));
  if (!all && answer && isOwn(deepTaints(source))) refine(engine, frame, body, true, 3);
}

/** The kinds for which an element is harmless when the test gives this answer. */
function shownOfEach(engine: Engine, frame: Frame, test: Expression, name: string, answer: boolean): number {
  const before = frame.state;
  const key = `each ${test.start}`;
  frame.state = emptyState(before);
  forgetSeen(frame);
  writeValue(frame.state, name, withTaints([sourceTaint(frame.unit, test, key, "remote", name)]));
  refine(engine, frame, test, answer, 4);
  const shown = guarded(frame, key);
  frame.state = before;
  forgetSeen(frame);
  return shown;
}

function answerOf(engine: Engine, frame: Frame, node: Expression, answer: boolean): void {
  if (node.kind === "call" || node.kind === "wrapped" || node.kind === "name") refine(engine, frame, node, answer, 3);
}

/** `list.indexOf(x) !== -1`. */
function contained(engine: Engine, frame: Frame, node: Expression): void {
  if (node.kind !== "call" || node.callee.kind !== "member" || !/^(?:indexOf|find|index)$/u.test(node.callee.name)) return;
  const object = engine.evaluate(frame, node.callee.object);
  const [first] = node.arguments;
  if (first !== undefined && isOwn(deepTaints(object)))
    cleared(engine, frame, first.value, engine.evaluate(frame, first.value), ALL);
}

/** `x.indexOf("https://host/") === 0` is a test for what the text begins with. */
function startsWith(engine: Engine, frame: Frame, node: Expression, answer: boolean): void {
  if (node.kind !== "call" || node.callee.kind !== "member" || node.callee.name !== "indexOf") return;
  call(engine, frame, { ...node, callee: { ...node.callee, name: "startsWith" } }, answer);
}

/** `typeof x === "number"`. */
function typeTest(engine: Engine, frame: Frame, test: Compare): boolean {
  const { left, right } = test;
  if (left.kind !== "wrapped" || left.how !== "type-name" || right.kind !== "constant") return false;
  const mask =
    right.value === "string"
      ? maskOf(frame.unit.models, ["nosql"])
      : /^(?:number|boolean|bigint|undefined)$/u.test(String(right.value))
        ? ALL
        : 0;
  if (mask !== 0) cleared(engine, frame, left.operand, engine.evaluate(frame, left.operand), mask);
  return true;
}

function call(engine: Engine, frame: Frame, node: Call, answer: boolean, equal = false): void {
  if (node.callee.kind === "name" && (node.callee.name === "any" || node.callee.name === "all"))
    quantified(engine, frame, node, answer);
  eachCharacter(engine, frame, node, answer);
  const prepared = frame.seen?.calls.get(node) ?? prepareCall(engine, frame, node);
  const { models } = frame.unit;
  for (const reference of prepared.references) {
    for (const guard of models.guards.get(reference) ?? []) {
      if (
        guard.answer !== answer ||
        (guard.equal ?? false) !== equal ||
        !holds(guard.when, prepared.self, prepared.given, prepared.object)
      )
        continue;
      applyGuard(engine, frame, models, guard, node, prepared.self, prepared.given);
    }
  }
  if (equal) return;
  for (const callable of prepared.callee.functions) {
    const code = callable.unit.ir.functions[callable.index];
    if (code === undefined || callable.closure !== undefined) continue;
    const summary = engine.summaryOf(callable.unit, callable.index);
    const shown = answer ? summary.whenTrue : summary.whenFalse;
    const bound = shown.size === 0 ? [] : bindArguments(code, callable.self, prepared.given);
    for (const [key, mask] of shown) for (const own of guardKeys(bound, key)) addGuard(frame.state, own, mask);
  }
}

/** A call that raises where its answer would be another has come back. */
export function cameBack(engine: Engine, frame: Frame, node: Expression): void {
  if (node.kind !== "call") return;
  const prepared = frame.seen?.calls.get(node);
  for (const reference of prepared?.references ?? [])
    for (const guard of frame.unit.models.guards.get(reference) ?? [])
      if (guard.raises === true && prepared !== undefined && holds(guard.when, prepared.self, prepared.given, prepared.object))
        applyGuard(engine, frame, frame.unit.models, guard, node, prepared.self, prepared.given);
}

function applyGuard(
  engine: Engine,
  frame: Frame,
  models: Models,
  guard: GuardModel,
  node: Call,
  self: Value | undefined,
  given: readonly Given[],
): void {
  const others = (guard.trusted ?? []).flatMap((place) => valuesAt(place, self, given).flatMap(({ value }) => deepTaints(value)));
  if (others.some((one) => !isOwn([one]) && (guard.facet === undefined || one.origin.kind === "source"))) return;
  // What lies below a folder that the caller names is no worse than that folder.
  const kept = new Set(others.map(({ key }) => key));
  const found = valuesAt(guard.argument, self, given).find(({ value }) => value.taints.length > 0);
  const checked = found && { ...found, value: fitting(guard, found.value) };
  if (checked === undefined || checked.value.taints.length === 0) return;
  if (guard.shape !== undefined) {
    const other = valueAt([guard.shapeOf ?? "0"], self, given);
    if (other === undefined || !shapeHolds(guard.shape, other.value)) return;
  }
  const mask = maskOf(models, guard.clears);
  const known =
    guard.clears === "all"
      ? ALL
      : maskOf(
          models,
          guard.clears.filter((name) => !models.kinds.some((kind) => kind.kind === name && kind.of !== undefined)),
        );
  if (checked.value.taints.every((taint) => ((taint.cleared | guarded(frame, taint.key)) & known) === known)) return;
  const expression = checked.given?.node ?? (node.callee.kind === "member" ? node.callee.object : undefined);
  if (expression !== undefined) cleared(engine, frame, expression, checked.value, mask, kept);
}

/** Of two equal values each carries no more than the other. */
function likeOther(frame: Frame, left: Value, right: Value): void {
  for (const taint of left.taints)
    if (taint.facet !== "part" && !right.taints.some((other) => other.key === taint.key)) addGuard(frame.state, taint.key, ALL);
}
