import { type SarifResult, sarifResult } from "./sarif-result.ts";

const MOST_SHARED = 50_000;

/** What counts of a result as JSON text, a third of the size of its objects; undefined for one that tells of no weakness here. */
export function keptResult(value: unknown): string | undefined {
  const result = sarifResult(value);
  const counts = !result.absent && result.kind !== "pass" && result.kind !== "notApplicable";
  return counts ? JSON.stringify(result) : undefined;
}

/** Of a text that {@link keptResult} has written. */
export function openedResult(text: string): SarifResult {
  return JSON.parse(text) as SarifResult;
}

export function withShared(result: SarifResult, shared: (text: string) => string): SarifResult {
  const { ruleId, trace } = result;
  return {
    ...result,
    ruleId: ruleId === undefined ? undefined : shared(ruleId),
    trace: trace.map(({ place, note }) => ({ place, note: shared(note) })),
  };
}

/** One copy of texts that many results repeat. */
export function sharedTexts(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known === undefined && texts.size < MOST_SHARED) texts.set(text, text);
    return known ?? text;
  };
}
