import { readKtest } from "./read-ktest.ts";
import type { Counterexample } from "./open-source.ts";

/** Endings of `.err` files that tell of a fault of the program. */
const FAULTS =
  /^(?:ptr|overflow|overshift|div|free|assert|abort|bad_vector_access|read_?only|report_error|invalid_load|implicit_truncation|implicit_conversion|missing_return|unreachable_call|nullable_attribute|function_type_mismatch)$/;
/** What in `messages.txt` and `warnings.txt` says that not all ways were gone to their end. */
const CUT = /HaltTimer invoked|halting execution|killing \d+ states|exceeded maximum|max-(?:instructions|depth|memory)/i;

export type KleeAnswer =
  | {
      readonly kind: "read";
      readonly failures: readonly Counterexample[];
      /** Ways that were gone to their end, faults among them. */
      readonly paths: number;
      /** Why not all ways are known, in words; empty when all within the bounds are. */
      readonly left: readonly string[];
    }
  | { readonly kind: "unread"; readonly detail: string };

/**
 * Reads the output folder of KLEE 2 and 3 (its exit status says nothing): `testNNNNNN.ktest` with the values of a way, beside it `testNNNNNN.<kind>.err` where it ended in
 * a fault or in something that KLEE could not do, `testNNNNNN.early` where it was cut off, `info` with counts at its end, `messages.txt` and `warnings.txt`.
 * Only a folder whose `info` is whole is an answer. `file` is the absolute path of the file under test inside.
 */
export function readKlee(files: ReadonlyMap<string, Uint8Array>, file: string): KleeAnswer {
  const text = (name: string): string => new TextDecoder().decode(files.get(name) ?? new Uint8Array());
  const [, whole] = /^KLEE: done: completed paths = (\d+)$/m.exec(text("info")) ?? [];
  const told = `${text("messages.txt")}\n${text("warnings.txt")}`;
  if (whole === undefined) {
    const fault = /^KLEE: ERROR: (?!.*(?:memory error|ASSERTION FAIL)).*$/m.exec(told)?.[0] ?? "it did not come to its end";
    return { kind: "unread", detail: fault.slice(0, 200) };
  }
  const failures: Counterexample[] = [];
  const unable = new Map<string, number>();
  const miss = (what: string): void => void unable.set(what, (unable.get(what) ?? 0) + 1);
  for (const name of [...files.keys()].toSorted()) {
    const [, test, kind] = /^(test\d+)\.(?:(\w+)\.err|early)$/.exec(name) ?? [];
    if (test === undefined) continue;
    if (kind === undefined) miss("cut off");
    else if (!FAULTS.test(kind)) miss(`${kind} error`);
    else {
      const objects = readKtest(files.get(`${test}.ktest`) ?? new Uint8Array());
      if (objects === undefined) miss("without its values");
      else failures.push(exampleOf(objects, innermost(text(name), file)));
    }
  }
  const left = [...unable].map(([what, count]) => `${count} ${count === 1 ? "way" : "ways"}: ${what}`);
  if (CUT.test(told)) left.push("it was halted");
  return { kind: "read", failures, paths: Number(whole), left };
}

/** Words have their small end first, as in memory. */
function exampleOf(objects: ReadonlyMap<string, Uint8Array>, place: string): Counterexample {
  const numbers = new Map<string, bigint>();
  const pieces = new Map<string, Map<number, number>>();
  for (const [name, bytes] of objects) {
    if (/^n\d+$/.test(name) && bytes.length === 8)
      numbers.set(name, new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
    else if (/^v\d+$/.test(name)) pieces.set(name, new Map([...bytes].entries()));
  }
  return { function: place, numbers, pieces };
}

/** The innermost frame of the stack that lies in the file: `#000000035 in name(x=symbolic) at path:line`. */
function innermost(error: string, file: string): string {
  const frames = error.matchAll(/^\s*#\d+ in (\w+) ?\(.*\) at (.+):\d+$/gm);
  for (const [, name = "", path] of frames) if (path === file) return name;
  return "";
}
