import type { CheckAnswer } from "#ports/check.ts";

export function pass(reason: string, detail: string, output?: string): CheckAnswer {
  return { outcome: "pass", reason, detail, ...(output === undefined ? {} : { output }) };
}

export function fail(reason: string, detail: string, output?: string): CheckAnswer {
  return { outcome: "fail", reason, detail, ...(output === undefined ? {} : { output }) };
}

/** For what a tool can see but not judge: the change waits for a person. */
export function ask(reason: string, detail: string): CheckAnswer {
  return { outcome: "inconclusive", reason, detail, asks: true };
}

export function inconclusive(reason: string, detail: string, output?: string): CheckAnswer {
  return { outcome: "inconclusive", reason, detail, ...(output === undefined ? {} : { output }) };
}
