import type { Span } from "#analysis/ir/expression.ts";
import type { FunctionIr } from "#analysis/ir/file.ts";
import type { Engine } from "./engine.ts";
import { addGuard, guarded } from "./frame.ts";
import { guardKeys } from "./binding.ts";
import { readMember } from "./members.ts";
import { reaching } from "./sinks.ts";
import { nextStep } from "./taint.ts";
import type { Frame, ParameterOrigin, Step, Summary, Taint, Value } from "./types.ts";
import { anyElement, deepTaints, EMPTY, join, joinTaints, linksOf } from "./value.ts";

/** A summary put to use in one call. */
export interface Application {
  readonly engine: Engine;
  readonly frame: Frame;
  readonly summary: Summary;
  readonly code: FunctionIr;
  /** The value of each parameter. */
  readonly bound: readonly Value[];
  readonly site: Span;
}

/** What lies in the caller at the place below a parameter. */
function argumentAt({ engine, frame, bound, site }: Application, origin: ParameterOrigin): Value {
  let value = bound[origin.index] ?? EMPTY;
  for (const name of origin.path) {
    if (value === EMPTY) return EMPTY;
    value = name === "[]" ? inside(engine, frame, value, site) : readMember(engine, frame, value, name, site);
  }
  return value;
}

function inside(engine: Engine, frame: Frame, value: Value, site: Span): Value {
  const element = anyElement(value);
  return element === EMPTY ? readMember(engine, frame, value, "[]", site) : element;
}

/** The caller's chain, then the callee's. */
function chain(application: Application, before: Step, index: number, after: Step): Step {
  const { frame, site, code } = application;
  const parameter = code.parameters[index];
  const name = code.name === "" ? "a function" : code.name;
  const links = linksOf(after);
  const [first] = links;
  const here = before.start === site.start && before.end === site.end;
  const itself = before.start === parameter?.start && before.path === first?.path;
  if (before.length === 1 && (here || itself) && first !== undefined) {
    // What the callee reads from a request that it is handed comes in there.
    let own: Step = { ...first, note: before.note, previous: undefined, length: 1 };
    for (const link of links.slice(1)) own = nextStep(own, link.path, link, link.note);
    return own;
  }
  let step = nextStep(before, frame.unit.path, site, `passed to ${name}`);
  for (const [position, link] of links.entries()) {
    const note = position === 0 && parameter !== undefined ? `parameter ${parameter.name}` : link.note;
    step = nextStep(step, link.path, link, note);
  }
  return step;
}

function combined(application: Application, own: Taint, taint: Taint): Taint {
  const { origin } = taint;
  if (origin.kind !== "parameter") return taint;
  return {
    ...own,
    cleared: own.cleared | taint.cleared,
    facet: taint.facet === "value" ? own.facet : taint.facet,
    embedded: own.embedded || taint.embedded,
    step: chain(application, own.step, origin.index, taint.step),
  };
}

/** What the callee's taints are in this call. */
export function substituteTaints(application: Application, taints: readonly Taint[]): readonly Taint[] {
  let result: readonly Taint[] = [];
  for (const taint of taints) {
    const { origin } = taint;
    if (origin.kind === "source") result = joinTaints(result, [taint]);
    else if (origin.owner === application.summary.owner) {
      const own = deepTaints(argumentAt(application, origin));
      result = joinTaints(
        result,
        own.map((one) => combined(application, one, taint)),
      );
    }
  }
  return result;
}

const opened = new WeakMap<Value, boolean>();

/** Whether anything in a value stands for a parameter. Asked once a value: large objects come back in call after call. */
function open(value: Value, depth = 6): boolean {
  const known = opened.get(value);
  if (known !== undefined) return known;
  let found = value.symbol !== undefined || value.taints.some((taint) => taint.origin.kind === "parameter");
  if (!found && depth > 0) {
    found = value.elements !== undefined && open(value.elements, depth - 1);
    if (!found && value.fields !== undefined)
      for (const field of value.fields.values()) if ((found = open(field, depth - 1))) break;
  }
  if (depth === 6) opened.set(value, found);
  return found;
}

/** A value of the callee in terms of the caller. */
export function substitute(application: Application, value: Value, depth = 3): Value {
  if (!open(value)) return value;
  if (depth === 0 || !application.engine.step(application.frame)) return EMPTY;
  const { symbol } = value;
  if (symbol !== undefined && symbol.owner === application.summary.owner && value.parts === undefined) {
    const same = argumentAt(application, symbol);
    const taints = substituteTaints(application, value.taints);
    const fields =
      value.fields === undefined
        ? same.fields
        : new Map([
            ...(same.fields ?? []),
            ...[...value.fields].map(([name, field]) => [name, substitute(application, field, depth - 1)] as const),
          ]);
    return {
      ...same,
      taints,
      fields,
      instance: same.instance ?? value.instance,
      type: same.type === "" ? value.type : same.type,
    };
  }
  if (value.taints.length === 0 && value.fields === undefined && value.elements === undefined)
    return value.symbol === undefined ? value : { ...value, symbol: undefined };
  return {
    ...value,
    symbol: undefined,
    taints: substituteTaints(application, value.taints),
    parts: value.parts?.map((part) =>
      part.taints.length === 0 ? part : { ...part, taints: substituteTaints(application, part.taints) },
    ),
    fields:
      value.fields === undefined
        ? undefined
        : new Map([...value.fields].map(([name, field]) => [name, substitute(application, field, depth - 1)])),
    elements: value.elements === undefined ? undefined : substitute(application, value.elements, depth - 1),
  };
}

/** Reports what the callee's sinks get in this call. */
export function applyHits(application: Application): void {
  const { engine, frame, summary } = application;
  for (const hit of summary.hits) {
    const { origin } = hit.taint;
    if (origin.kind !== "parameter" || origin.owner !== summary.owner) continue;
    const value = argumentAt(application, origin);
    const taints = hit.leads && value.parts !== undefined ? reaching(value, hit.kind) : deepTaints(value);
    for (const own of taints) {
      const cleared = ((own.cleared | hit.taint.cleared | guarded(frame, own.key)) & hit.bit) !== 0;
      if (cleared && engine.watch === undefined) continue;
      const arrived = { ...hit, taint: combined(application, own, hit.taint), leads: hit.leads && value.parts === undefined };
      if (cleared) engine.watch?.harmless(arrived);
      else engine.report(arrived);
    }
  }
}

/** What the callee has checked whenever it comes back. */
export function applyGuards({ frame, summary, bound }: Application): void {
  for (const [key, mask] of summary.always) for (const own of guardKeys(bound, key)) addGuard(frame.state, own, mask);
}

/** The parameter's value with the fields that the callee set on it. */
export function writtenTo(application: Application, index: number): Value | undefined {
  const fields = application.summary.written.get(index);
  const before = application.bound[index];
  if (fields === undefined || before === undefined) return undefined;
  const merged = new Map(before.fields ?? []);
  for (const [name, field] of fields) {
    const value = substitute(application, field);
    const old = merged.get(name);
    merged.set(name, old === undefined ? value : join(old, value));
  }
  return { ...before, fields: merged };
}
