import type { Location } from "#domain/location.ts";
import type { FaultSeen } from "./drive-faults.ts";
import type { FaultTarget } from "./fault-target.ts";
import type { JavaFaults } from "./faults.ts";

/** Classes whose purpose is to refuse: what they throw was asked for by the code. */
const REFUSERS = new Set(["java.util.Objects", "jdk.internal.util.Preconditions"]);

/** Whether a call showed the weakness: the machine threw by itself what belongs to it, in the method. `text` is that state's file. */
export function isFault({ thrown }: JavaFaults, target: FaultTarget, text: string, seen: FaultSeen): boolean {
  if (seen.end !== "raised" || !thrown.has(seen.thrown)) return false;
  if (seen.owner !== target.owner || !(seen.method === target.name || seen.method.startsWith(`lambda$${target.name}$`)))
    return false;
  if (REFUSERS.has(seen.above)) return false;
  // Thrown by the code itself: a refusal, whatever its class.
  const line = text.split("\n")[seen.line - 1] ?? "";
  return !(seen.above === "" && /\bthrow\b/u.test(line));
}

/** Calls that showed it in the lines of the finding, else those that did anywhere in the method. */
export function redOf(
  faults: JavaFaults,
  target: FaultTarget,
  text: string,
  { startLine, endLine }: Location,
  seen: readonly FaultSeen[],
): { readonly red: readonly FaultSeen[]; readonly inLine: boolean } {
  const red = seen.filter((each) => isFault(faults, target, text, each));
  const near = red.filter(({ line }) => line >= startLine && line <= endLine);
  return near.length > 0 ? { red: near, inLine: true } : { red, inLine: false };
}

export function wordsOf({ thrown, method, line }: FaultSeen): string {
  return `${thrown.replace(/^java\.lang\./u, "")} in ${method}, line ${line}`;
}
