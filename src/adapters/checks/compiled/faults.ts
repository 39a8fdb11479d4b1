import { fail, inconclusive, pass } from "#adapters/checks/kit/answers.ts";
import type { CheckAnswer } from "#ports/check.ts";
import type { Location } from "#domain/location.ts";

/** What one call came to, of a weakness that the language's own runtime notices. */
export interface FaultSeen {
  readonly id: string;
  readonly end: "returned" | "raised" | "late" | "unrun";
  readonly output: string;
  /** What was thrown, as its language names it; `""` for nothing. */
  readonly thrown: string;
  /** What the innermost frame of the project had called when it was thrown; `""` where the frame threw by itself. */
  readonly above: string;
  /** Innermost frame of the project. */
  readonly owner: string;
  readonly method: string;
  /** 1-based; 0 where it is not known. */
  readonly line: number;
}

export interface FaultSides {
  readonly calls: number;
  readonly old: readonly FaultSeen[];
  readonly now: readonly FaultSeen[];
  /** Calls that showed the weakness on the unchanged code. */
  readonly red: readonly FaultSeen[];
  /** The call of an id, and who found it, for people. */
  readonly show: (id: string) => string;
  /** Whether a call of the patched code shows the weakness. */
  readonly isFault: (seen: FaultSeen) => boolean;
  /** Whether a call of the patched code ended in what nobody meant to throw. */
  readonly isUnasked: (seen: FaultSeen) => boolean;
  readonly words: (seen: FaultSeen) => string;
}

/** Red before and green after, with a call that gives what it gave: only that is a pass. */
export function compareFaults({ calls, old, now, red, show, isFault, isUnasked, words }: FaultSides): CheckAnswer {
  const output = report(calls, old, now);
  const freshOf = new Map(now.map((each) => [each.id, each]));
  const attacked = red.flatMap(({ id }) => freshOf.get(id) ?? []);
  const still = attacked.find(isFault);
  if (still !== undefined) return fail("attack-succeeds", `With ${show(still.id)} it still ends in ${words(still)}.`, output);
  const late = attacked.find(({ end }) => end === "late" || end === "unrun");
  if (late !== undefined || attacked.length < red.length)
    return inconclusive("timed-out", "The patched code did not answer to every attack in time.", output);
  const other = attacked.find(isUnasked);
  if (other !== undefined)
    return inconclusive(
      "control-differs",
      `With ${show(other.id)} the patched code ends in another fault: ${words(other)}.`,
      output,
    );
  const witnesses = old.flatMap((each) => {
    const pair = freshOf.get(each.id);
    return each.end === "returned" && pair !== undefined ? [{ each, pair }] : [];
  });
  const same = witnesses.some(({ each, pair }) => pair.end === "returned" && pair.output === each.output);
  if (witnesses.length === 0 && !attacked.some(({ end }) => end === "returned"))
    return inconclusive("control-differs", "No harmless call could be made.", output);
  if (witnesses.length > 0 && !same)
    return inconclusive(
      "control-differs",
      "No harmless call gives on the patched code what it gave on the unchanged code.",
      output,
    );
  const [first] = red;
  const example = first === undefined ? "" : `${show(first.id)}: ${words(first)}`;
  return pass("ok", `${calls} calls: ${red.length} red before, all green after; for example ${example}, now no more.`, output);
}

/** Faults in the lines of the finding, else all of them. */
export function nearest(
  red: readonly FaultSeen[],
  { startLine, endLine }: Location,
): { readonly red: readonly FaultSeen[]; readonly inLine: boolean } {
  const near = red.filter(({ line }) => line >= startLine && line <= endLine);
  return near.length > 0 ? { red: near, inLine: true } : { red, inLine: false };
}

/** Each value with the second of all others, then each two values of two parameters, as many as there is room for. */
export function combined<T>(
  choices: readonly (readonly T[])[],
  keyOf: (values: readonly T[]) => string,
  most: number,
): (readonly T[])[] {
  const base = choices.flatMap((each) => (each.length === 0 ? [] : [each[Math.min(1, each.length - 1)] as T]));
  const all = new Map<string, readonly T[]>();
  const add = (values: readonly T[]): void => {
    if (all.size < most) all.set(keyOf(values), values);
  };
  add(base);
  for (const [at, each] of choices.entries()) for (const value of each) add(base.with(at, value));
  for (const [one, first] of choices.entries())
    for (const [other, second] of choices.entries())
      if (one < other) for (const value of first) for (const more of second) add(base.with(one, value).with(other, more));
  return [...all.values()];
}

function report(calls: number, old: readonly FaultSeen[], now: readonly FaultSeen[]): string {
  const line = ({ id, end, thrown, method, line: at, output }: FaultSeen): string =>
    `${id}\t${end}\t${thrown === "" ? output.slice(0, 80) : `${thrown} in ${method} (line ${at})`}`;
  return [`${calls} calls`, "before", ...old.map(line), "after", ...now.map(line)].join("\n");
}
