import type { Thing } from "./thing.ts";
import { copied, putThing, thingAt, type Things } from "./things.ts";

/** One way through the program, up to here. */
export interface State {
  readonly things: Things;
  /** Variables of the open functions, innermost last; the first frame holds the globals. */
  readonly frames: readonly ReadonlyMap<string, number>[];
  /** A test was passed whose answer nobody knows: tests that hang together may have been answered otherwise. */
  readonly loose: boolean;
}

export function fork(state: State): State {
  return { ...state, things: copied(state.things) };
}

export function change(state: State, id: number, changes: Partial<Thing>): void {
  const thing = thingAt(state.things, id);
  if (thing !== undefined) putThing(state.things, id, { ...thing, ...changes });
}

export function variable(state: State, name: string): Thing | undefined {
  const { frames, things } = state;
  const id = frames[frames.length - 1]?.get(name) ?? frames[0]?.get(name);
  return id === undefined ? undefined : thingAt(things, id);
}
