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

/** Tainted variables of one point of a program: `x`, or `x.y` for a property. Names that are not listed are clean. */
export type State = Map<string, Taint>;

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

/** Forgets a variable and its properties. */
export function forget(state: State, name: string): void {
  if (state.size === 0) return;
  state.delete(name);
  for (const key of state.keys()) if (key.startsWith(name) && key[name.length] === ".") state.delete(key);
}

/** Taint of a variable as a whole: its own, or that of any of its properties. */
export function wholeTaint(state: State, name: string): Taint | undefined {
  const own = state.get(name);
  if (own !== undefined || state.size === 0) return own;
  for (const [key, taint] of state) if (key.startsWith(name) && key[name.length] === ".") return taint;
  return undefined;
}

/** What is tainted in any of the states; true when `into` grew. */
export function join(into: State, from: State): boolean {
  let grew = false;
  for (const [name, taint] of from) {
    if (into.has(name)) continue;
    into.set(name, taint);
    grew = true;
  }
  return grew;
}
