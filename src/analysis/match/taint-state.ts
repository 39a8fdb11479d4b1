import type { Match, TraceMark } from "./ground.ts";

/** Why a value is tainted: where it came from and which places it went through, newest first. */
export interface Taint {
  readonly source: Match;
  readonly path: Step | undefined;
}

interface Step {
  readonly mark: TraceMark;
  readonly before: Step | undefined;
  readonly length: number;
}

/** What is tainted at one point of a program; what is not listed is clean. */
export interface State {
  /** Variables as a whole. */
  readonly names: Map<string, Taint>;
  /** Properties such as `x.y`, by their variable; the inner maps are not changed but replaced. */
  readonly parts: Map<string, ReadonlyMap<string, Taint>>;
}

const MAX_STEPS = 16;

export function through(taint: Taint, start: number, end: number, note: string): Taint {
  const length = (taint.path?.length ?? 0) + 1;
  if (length > MAX_STEPS || taint.path?.mark.start === start) return taint;
  return { source: taint.source, path: { mark: { start, end, note }, before: taint.path, length } };
}

/** From source to sink. */
export function traceOf(taint: Taint, sink: TraceMark): TraceMark[] {
  const marks: TraceMark[] = [sink];
  for (let step = taint.path; step !== undefined; step = step.before) marks.push(step.mark);
  marks.push({ start: taint.source.start, end: taint.source.end, note: "untrusted data comes in here" });
  return marks.toReversed();
}

export function cleanState(): State {
  return { names: new Map(), parts: new Map() };
}

export function copyState(state: State): State {
  return { names: new Map(state.names), parts: new Map(state.parts) };
}

export function isClean(state: State): boolean {
  return state.names.size === 0 && state.parts.size === 0;
}

function variableOf(key: string): string {
  const dot = key.indexOf(".");
  return dot < 0 ? key : key.slice(0, dot);
}

/** Taint of exactly this variable or property. */
export function taintOf(state: State, key: string): Taint | undefined {
  const variable = variableOf(key);
  return variable === key ? state.names.get(key) : state.parts.get(variable)?.get(key);
}

export function setTaint(state: State, key: string, taint: Taint): void {
  const variable = variableOf(key);
  if (variable === key) state.names.set(key, taint);
  else state.parts.set(variable, new Map(state.parts.get(variable)).set(key, taint));
}

/** Forgets a variable or property and what it holds. */
export function forget(state: State, key: string): void {
  const variable = variableOf(key);
  if (variable === key) {
    state.names.delete(key);
    state.parts.delete(key);
    return;
  }
  const parts = state.parts.get(variable);
  if (parts === undefined) return;
  const left = new Map([...parts].filter(([part]) => part !== key && !part.startsWith(`${key}.`)));
  if (left.size === 0) state.parts.delete(variable);
  else state.parts.set(variable, left);
}

/** Taint of a variable or property as a whole: its own, or that of anything it holds. */
export function wholeTaint(state: State, key: string): Taint | undefined {
  const own = taintOf(state, key);
  if (own !== undefined) return own;
  const variable = variableOf(key);
  for (const [part, taint] of state.parts.get(variable) ?? []) if (variable === key || part.startsWith(`${key}.`)) return taint;
  return undefined;
}

/** What is tainted in any of the states; true when `into` grew. */
export function join(into: State, from: State): boolean {
  let grew = false;
  for (const [name, taint] of from.names) {
    if (into.names.has(name)) continue;
    into.names.set(name, taint);
    grew = true;
  }
  for (const [variable, parts] of from.parts) {
    const known = into.parts.get(variable);
    if (known === parts) continue;
    for (const [part, taint] of parts) {
      if (into.parts.get(variable)?.has(part) === true) continue;
      setTaint(into, part, taint);
      grew = true;
    }
  }
  return grew;
}
