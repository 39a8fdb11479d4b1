import { noteGuard } from "./recording.ts";
import type { FileUnit, Frame, State, Value } from "./types.ts";
import { EMPTY, join, mapTaints } from "./value.ts";

/** Most layers change nothing, and a map of its own for each of them is most of what a branch costs. */
const NO_VALUES: ReadonlyMap<string, Value> = new Map();
const NO_GUARDS: ReadonlyMap<string, number> = new Map();

export function emptyState(base?: State): State {
  return { values: NO_VALUES, guards: NO_GUARDS, base, dead: base?.dead ?? false };
}

export function writeValue(state: State, name: string, value: Value): void {
  if (state.values === NO_VALUES) state.values = new Map([[name, value]]);
  else (state.values as Map<string, Value>).set(name, value);
}

function writeGuard(state: State, key: string, mask: number): void {
  if (state.guards === NO_GUARDS) state.guards = new Map([[key, mask]]);
  else (state.guards as Map<string, number>).set(key, mask);
}

export function readState(state: State, name: string): Value | undefined {
  for (let layer: State | undefined = state; layer !== undefined; layer = layer.base) {
    const value = layer.values.size === 0 ? undefined : layer.values.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Keeps which type a member of that name, or what a function of that name returns, was seen to have. */
export function noteSetting(unit: FileUnit, name: string, value: Value): void {
  const type = value.class?.type ?? value.type;
  if (type !== "") unit.settings.add(`${name}=${type}`);
}

export function guardOf(state: State, key: string): number {
  for (let layer: State | undefined = state; layer !== undefined; layer = layer.base) {
    const mask = layer.guards.size === 0 ? undefined : layer.guards.get(key);
    if (mask !== undefined) return mask;
  }
  return 0;
}

/** What a check has shown, wherever the frame or one around it knows of it. */
export function guarded(frame: Frame, key: string): number {
  let mask = 0;
  for (let current: Frame | undefined = frame; current !== undefined; current = current.parent) {
    const own = guardOf(current.state, key);
    if (current !== frame) noteGuard(frame, current, key, own);
    mask |= own;
  }
  return mask;
}

export function addGuard(state: State, key: string, mask: number): void {
  writeGuard(state, key, guardOf(state, key) | mask);
}

/**
 * Joins the branches into the state that they began from. Branches that do not come here count for nothing; with none left the base is dead.
 */
export function mergeInto(base: State, branches: readonly State[]): void {
  const live = branches.filter((branch) => !branch.dead);
  if (live.length === 0) {
    base.dead = true;
    return;
  }
  const layers = live.map((branch) => flattened(branch, base));
  for (const [position, { values }] of layers.entries()) {
    for (const name of values.keys()) {
      if (layers.findIndex((layer) => layer.values.has(name)) < position) continue;
      const known = readState(base, name);
      const before = known ?? EMPTY;
      let joined: Value | undefined;
      for (const layer of layers) {
        const value = checked(layer.values.get(name) ?? before, layer.guards);
        joined = joined === undefined ? value : join(joined, value);
      }
      // What stays as it was need not be joined again where the base ends.
      if (joined !== known) writeValue(base, name, joined as Value);
    }
  }
  // Checks only add up, so that a branch without any leaves the base as it was.
  if (layers.some(({ guards }) => guards.size === 0)) return;
  for (const key of new Set(layers.flatMap(({ guards }) => [...guards.keys()]))) {
    let mask = -1;
    for (const layer of layers) mask &= layer.guards.get(key) ?? guardOf(base, key);
    writeGuard(base, key, mask);
  }
}

/** What a check has shown in one branch stays with the values that come out of it. */
function checked(value: Value, guards: ReadonlyMap<string, number>): Value {
  if (guards.size === 0 || !value.taints.some((taint) => guards.has(taint.key))) return value;
  return mapTaints(value, (taint) => ({ ...taint, cleared: taint.cleared | (guards.get(taint.key) ?? 0) }));
}

/** What a branch changed since it left the base, in one layer. */
function flattened(branch: State, base: State): Pick<State, "values" | "guards"> {
  let values = NO_VALUES;
  for (let layer: State | undefined = branch; layer !== undefined && layer !== base; layer = layer.base)
    values = under(values, layer.values);
  return { values, guards: guardsOf(branch, base) };
}

/** All guards of a state and those below it, down to the base. */
export function guardsOf(state: State, base?: State): ReadonlyMap<string, number> {
  let guards = NO_GUARDS;
  for (let layer: State | undefined = state; layer !== undefined && layer !== base; layer = layer.base)
    guards = under(guards, layer.guards);
  return guards;
}

/** Both maps, of two values for one key that of the upper one; neither is changed. */
function under<T>(upper: ReadonlyMap<string, T>, lower: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  if (lower.size === 0) return upper;
  if (upper.size === 0) return lower;
  const both = new Map(upper);
  for (const [key, value] of lower) if (!both.has(key)) both.set(key, value);
  return both;
}
