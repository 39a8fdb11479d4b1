import type { FaultSeen } from "#adapters/checks/compiled/faults.ts";
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

/** Thrown by the machine rather than by the code: no answer that anybody meant to give. */
export function isUnasked({ end, thrown, above, line }: FaultSeen, text: string): boolean {
  if (end !== "raised" || above !== "") return false;
  const kinds = /^java\.lang\.(?:\w+Error|(?:NullPointer|ClassCast|Arithmetic|NegativeArraySize|\w*IndexOutOfBounds)Exception)$/u;
  return kinds.test(thrown) && !/\bthrow\b/u.test(text.split("\n")[line - 1] ?? "");
}

export function wordsOf({ thrown, method, line }: FaultSeen): string {
  return `${thrown.replace(/^java\.lang\./u, "")} in ${method}, line ${line}`;
}
