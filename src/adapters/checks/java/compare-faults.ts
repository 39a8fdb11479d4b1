import { fail, inconclusive, pass } from "#adapters/checks/kit/answers.ts";
import type { CheckAnswer } from "#ports/check.ts";
import type { FaultSeen } from "./drive-faults.ts";
import { type FaultShot, PROVED } from "./fault-shots.ts";
import type { FaultTarget } from "./fault-target.ts";
import type { JavaFaults } from "./faults.ts";
import { isFault, wordsOf } from "./judge-faults.ts";

export interface FaultSides {
  readonly faults: JavaFaults;
  readonly fresh: FaultTarget;
  /** Of the patched file. */
  readonly text: string;
  readonly shots: readonly FaultShot[];
  readonly old: readonly FaultSeen[];
  readonly now: readonly FaultSeen[];
  /** Calls that showed the weakness on the unchanged code. */
  readonly red: readonly FaultSeen[];
  readonly show: (shot: FaultShot) => string;
}

/** Red before and green after, with a call that gives what it gave: only that is a pass. */
export function compareFaults({ faults, fresh, text, shots, old, now, red, show }: FaultSides): CheckAnswer {
  const output = report(shots.length, old, now);
  const freshOf = new Map(now.map((each) => [each.id, each]));
  const name = (id: string): string => {
    const shot = shots.find((each) => each.id === id);
    return shot === undefined ? id : `${show(shot)}${id.startsWith(PROVED) ? ", a counterexample of JBMC" : ""}`;
  };
  const attacked = red.flatMap(({ id }) => freshOf.get(id) ?? []);
  const still = attacked.find((each) => isFault(faults, fresh, text, each));
  if (still !== undefined) return fail("attack-succeeds", `With ${name(still.id)} it still ends in ${wordsOf(still)}.`, output);
  const late = attacked.find(({ end }) => end === "late" || end === "unrun");
  if (late !== undefined || attacked.length < red.length)
    return inconclusive("timed-out", "The patched code did not answer to every attack in time.", output);
  const other = attacked.find((each) => isUnasked(each, text));
  if (other !== undefined)
    return inconclusive(
      "control-differs",
      `With ${name(other.id)} the patched code ends in another fault: ${wordsOf(other)}.`,
      output,
    );
  const witnesses = old.flatMap((each) => {
    const pair = freshOf.get(each.id);
    return each.end === "returned" && pair !== undefined ? [{ each, pair }] : [];
  });
  const same = witnesses.some(({ each, pair }) => pair.end === "returned" && pair.output === each.output);
  const answers = attacked.some(({ end }) => end === "returned");
  if (witnesses.length === 0 && !answers) return inconclusive("control-differs", "No harmless call could be made.", output);
  if (witnesses.length > 0 && !same)
    return inconclusive(
      "control-differs",
      "No harmless call gives on the patched code what it gave on the unchanged code.",
      output,
    );
  const [first] = red;
  const example = first === undefined ? "" : `${name(first.id)}: ${wordsOf(first)}`;
  return pass(
    "ok",
    `${shots.length} calls: ${red.length} red before, all green after; for example ${example}, now no more.`,
    output,
  );
}

/** Thrown by the machine rather than by the code: no answer that anybody meant to give. */
function isUnasked({ end, thrown, above, line }: FaultSeen, text: string): boolean {
  if (end !== "raised" || above !== "") return false;
  const kinds = /^java\.lang\.(?:\w+Error|(?:NullPointer|ClassCast|Arithmetic|NegativeArraySize|\w*IndexOutOfBounds)Exception)$/u;
  return kinds.test(thrown) && !/\bthrow\b/u.test(text.split("\n")[line - 1] ?? "");
}

function report(calls: number, old: readonly FaultSeen[], now: readonly FaultSeen[]): string {
  const line = ({ id, end, thrown, method, line: at, output }: FaultSeen): string =>
    `${id}\t${end}\t${thrown === "" ? output.slice(0, 80) : `${thrown} in ${method} (line ${at})`}`;
  return [`${calls} calls`, "before", ...old.map(line), "after", ...now.map(line)].join("\n");
}
