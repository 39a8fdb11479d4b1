import { combined } from "#adapters/checks/compiled/faults.ts";
import { fitted, type Plain, type PlainParameter, type PlainValue, showPlain } from "./plain.ts";

/** One call: values of the constructor's parameters, then of the method's. */
export interface FaultShot {
  readonly id: string;
  readonly values: readonly PlainValue[];
}

/** How the ids of calls begin that JBMC named. */
export const PROVED = "proved";
const MOST = 700;
const EDGES = [
  0n,
  1n,
  2n,
  -1n,
  7n,
  16n,
  100n,
  127n,
  128n,
  255n,
  256n,
  1000n,
  32767n,
  46341n,
  65536n,
  -(2n ** 31n),
  2n ** 31n - 1n,
  2n ** 30n,
  715827883n,
  2n ** 63n - 1n,
];
const LENGTHS = [0, 1, 2, 3, 4, 8, 17, 64];

/** Calls with ends of types and what stands in the code, small values first. */
export function faultShots(slots: readonly PlainParameter[], code: string, nulls: boolean): FaultShot[] {
  const choices = slots.map((slot) => valuesFor(slot, code, nulls));
  const keyOf = (values: readonly PlainValue[]): string => values.map((each) => (each === null ? "-" : String(each))).join(";");
  return combined(choices, keyOf, MOST).map((values, index) => ({ id: `call-${index}`, values }));
}

function valuesFor({ form, base }: Plain, code: string, nulls: boolean): PlainValue[] {
  if (base === "boolean" && form === "one") return [0n, 1n];
  if (form === "one") {
    const written = [...code.matchAll(/(?<![\w.])(?:0[xX][0-9a-fA-F]{1,8}|\d{1,10})(?![\w.])/gu)].map(([text]) => BigInt(text));
    const near = [...new Set(written)].slice(0, 8).flatMap((each) => [each, each + 1n, each - 1n]);
    return [...new Set([...EDGES, ...near].map((each) => fitted(base, each)))];
  }
  if (form === "text") {
    const words = [...code.matchAll(/"((?:[^"\\\n]|\\.){1,40})"/gu)].map(([, word = ""]) => word);
    const texts = ["", "a", "12", "-1", "ab,cd", "a=b", ...new Set(words.slice(0, 10)), "a".repeat(300)];
    return [...texts.map(unitsOf), ...(nulls ? [null] : [])];
  }
  const filled = LENGTHS.map((length) => Array.from({ length }, (_, index) => fitted(base, BigInt(index % 7) + 1n)));
  const edges = [-1n, 127n, 255n, 2n ** 31n - 1n].map((each) => Array.from({ length: 4 }, () => fitted(base, each)));
  return [...filled, ...edges, ...(nulls ? [null] : [])];
}

function unitsOf(text: string): bigint[] {
  return Array.from({ length: text.length }, (_, index) => BigInt(text.charCodeAt(index)));
}

/** The call as Java writes it, without its object. */
export function showCall(slots: readonly PlainParameter[], made: number, { values }: FaultShot): string {
  const shown = slots.map((slot, index) => `${slot.name} = ${showPlain(slot, values[index] ?? null)}`);
  const given = shown.slice(made).join(", ");
  const object = made === 0 ? "" : `${given === "" ? "" : " "}on an object made with ${shown.slice(0, made).join(", ")}`;
  return `${given}${object}` || "no arguments";
}
