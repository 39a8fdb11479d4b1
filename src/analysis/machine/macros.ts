import type { Machine } from "./machine.ts";
import { ANY, exactly, type NumberValue } from "./value.ts";

const ERROR = /(?:^|_)E[A-Z]{3,}|ERR|FAIL|NO_?MEM|OUT_OF_|INVALID|DENIED|TIMED?_?OUT|ABORT|UNSUPPORTED/u;

/**
 * A macro or constant of another file is some number, the same one wherever it stands. As far as its name says what it is, it is believed: errors are not zero,
 * and zero says that there was none.
 */
export function macroOf(machine: Machine, name: string): NumberValue | undefined {
  let names = macros.get(machine);
  if (names === undefined) macros.set(machine, (names = new Map()));
  // Numbers of things begin anew in each function; these do not.
  if (!names.has(name)) names.set(name, read(name, -1 - names.size));
  return names.get(name);
}

function read(name: string, id: number): NumberValue | undefined {
  if (!/^[A-Z][A-Z\d_]*$/u.test(name)) return undefined;
  if (name === "TRUE") return exactly(1);
  if (name === "FALSE" || /(?:^|_)OK$/u.test(name)) return exactly(0);
  return { ...ANY, term: { id, times: 1, add: 0 }, ...(ERROR.test(name) ? { nonzero: true } : {}) };
}

const macros = new WeakMap<Machine, Map<string, NumberValue | undefined>>();
