import { type SarifPlace, type SarifResult, sarifResult } from "./sarif-result.ts";

const MOST_SHARED = 50_000;

type Maybe<T> = T | null;

type KeptPlace = readonly [
  path: string,
  base: Maybe<string>,
  index: Maybe<number>,
  startLine: Maybe<number>,
  startColumn: Maybe<number>,
  endLine: Maybe<number>,
  endColumn: Maybe<number>,
];

/** Without names, which would be most of the text. */
type KeptResult = readonly [
  ruleId: Maybe<string>,
  ruleIndex: Maybe<number>,
  extension: Maybe<number>,
  level: Maybe<string>,
  kind: Maybe<string>,
  message: unknown,
  place: Maybe<KeptPlace>,
  hidden: Maybe<string>,
  cwe: readonly unknown[],
  score: unknown,
  sureness: unknown,
  trace: readonly (readonly [place: KeptPlace, note: string])[],
];

/** What counts of a result as JSON text, a fifth of the size of its objects; undefined for one that tells of no weakness here. */
export function keptResult(value: unknown): { readonly text: string; readonly place: SarifPlace | undefined } | undefined {
  const result = sarifResult(value);
  if (result.absent || result.kind === "pass" || result.kind === "notApplicable") return undefined;
  const { ruleId, ruleIndex, extension, level, kind, message, place, hidden, cwe, score, sureness, trace } = result;
  const kept: KeptResult = [
    ruleId ?? null,
    ruleIndex ?? null,
    extension ?? null,
    level ?? null,
    kind ?? null,
    message,
    place === undefined ? null : keptPlace(place),
    hidden ?? null,
    cwe,
    score,
    sureness,
    trace.map((step) => [keptPlace(step.place), step.note]),
  ];
  return { text: JSON.stringify(kept), place };
}

function keptPlace({ path, base, index, startLine, startColumn, endLine, endColumn }: SarifPlace): KeptPlace {
  return [path, base ?? null, index ?? null, startLine ?? null, startColumn ?? null, endLine ?? null, endColumn ?? null];
}

/** Of a text that {@link keptResult} has written. */
export function openedResult(text: string, shared: (text: string) => string): SarifResult {
  const kept = JSON.parse(text) as KeptResult;
  const [ruleId, ruleIndex, extension, level, kind, message, place, hidden, cwe, score, sureness, trace] = kept;
  return {
    ruleId: ruleId === null ? undefined : shared(ruleId),
    ruleIndex: ruleIndex ?? undefined,
    extension: extension ?? undefined,
    level: level ?? undefined,
    kind: kind ?? undefined,
    message,
    place: place === null ? undefined : openedPlace(place),
    hidden: hidden ?? undefined,
    absent: false,
    cwe,
    score,
    sureness,
    trace: trace.map((step) => ({ place: openedPlace(step[0]), note: shared(step[1]) })),
  };
}

function openedPlace([path, base, index, startLine, startColumn, endLine, endColumn]: KeptPlace): SarifPlace {
  return {
    path,
    base: base ?? undefined,
    index: index ?? undefined,
    startLine: startLine ?? undefined,
    startColumn: startColumn ?? undefined,
    endLine: endLine ?? undefined,
    endColumn: endColumn ?? undefined,
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
