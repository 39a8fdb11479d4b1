import type { Machine } from "./machine.ts";
import { ANY, type NumberValue } from "./value.ts";

/** A macro of another file is some number, the same one wherever it stands. */
export function macroOf(machine: Machine, name: string): NumberValue | undefined {
  if (!/^[A-Z][A-Z\d_]*$/u.test(name)) return undefined;
  let names = macros.get(machine);
  if (names === undefined) macros.set(machine, (names = new Map()));
  const id = names.get(name) ?? machine.ids++;
  names.set(name, id);
  return { ...ANY, term: { id, times: 1, add: 0 } };
}

const macros = new WeakMap<Machine, Map<string, number>>();
