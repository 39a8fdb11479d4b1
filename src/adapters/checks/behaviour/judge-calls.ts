import type { Definition } from "#adapters/checks/attack/python-entry.ts";
import { changesResults, isOtherValue } from "./changing.ts";
import { differenceOf, type Difference, isSteady } from "./compare.ts";
import { isHostileCall } from "./hostile.ts";
import type { Call, Canon, Observation, Value } from "./plan.ts";
import type { Seen } from "./run-calls.ts";

/** Calls of the unchanged code under another clock and other random numbers have this much added to their number. */
export const AGAIN = 10_000;

export interface Divergence {
  readonly call: Call;
  readonly difference: Difference;
  /** Only other values of the same making, of a weakness whose repair has to change them. */
  readonly needed: boolean;
}

/** What both sides' runs come to. */
export interface Judged {
  /** Harmless calls that were made on both sides. */
  readonly harmless: number;
  /** Those of them that returned on the unchanged code, and how many different things they did. */
  readonly returned: number;
  readonly distinct: number;
  /** Harmless calls that did not end on the unchanged code. */
  readonly hung: number;
  readonly hostile: number;
  /** Differences on harmless input, simplest first, and on what an attacker would send. */
  readonly differing: readonly Divergence[];
  readonly refused: readonly Divergence[];
  /** Calls whose result is random by nature, compared by kind. */
  readonly random: number;
}

export interface Question {
  readonly family: string;
  readonly calls: readonly Call[];
  /** Places of parameters that an attacker may choose; empty where that is not known. */
  readonly chosen: ReadonlySet<number>;
  readonly reads: boolean;
  readonly words: ReadonlySet<string>;
  /** The types of arguments were tried: combinations that never return are none that the function is made for. */
  readonly loose: boolean;
}

export function judgeCalls({ family, calls, chosen, reads, words, loose }: Question, old: Seen, fresh: Seen): Judged {
  const ignored = IGNORED[family] ?? new Set();
  const distinct = new Set<string>();
  let [harmless, returned, hung, hostile, random] = [0, 0, 0, 0, 0];
  const [differing, refused]: [Divergence[], Divergence[]] = [[], []];
  const fitting = new Set(calls.filter(({ id }) => old.observations.get(id)?.outcome === "returned").map(shapesOf));
  const names = family === "sql-injection" ? placesOfNames(calls, old, words) : new Set<number>();
  for (const call of calls) {
    if (loose && !fitting.has(shapesOf(call))) continue;
    const [one, again, other] = [
      old.observations.get(call.id),
      old.observations.get(call.id + AGAIN),
      fresh.observations.get(call.id),
    ];
    if (one === undefined || other === undefined || one.outcome === "unrun" || other.outcome === "unrun") continue;
    const second = again?.outcome === "unrun" ? undefined : again;
    const difference = differenceOf(one, second, other, ignored);
    const needed = difference !== undefined && changesResults(family) && isOtherValue(one, other, difference);
    const code = family === "sql-injection" && (readAsCode(call, one, words) || namesNothing(call, names, words));
    if (code || isHostileCall(family, call, chosen, reads)) {
      hostile += 1;
      if (difference !== undefined) refused.push({ call, difference, needed });
      continue;
    }
    if (one.outcome === "raised" && isRefusal(other)) continue;
    harmless += 1;
    if (one.outcome === "hung") hung += 1;
    if (one.outcome === "returned") {
      returned += 1;
      distinct.add(JSON.stringify([one.value, one.effects]));
    }
    if (second !== undefined && !isSteady(one, second)) random += 1;
    if (difference !== undefined) differing.push({ call, difference, needed });
  }
  return { harmless, returned, distinct: distinct.size, hung, hostile, differing, refused, random };
}

/** An answer of a web handler that says no; where the unchanged code raised instead, nobody was answered otherwise before. */
function isRefusal({ value: [kind, content] }: Observation): boolean {
  if ((kind !== "answer" && kind !== "response") || typeof content === "string") return false;
  const status = content.find(([name]) => name === "status")?.[1];
  return typeof status === "string" && /^4\d\d$/.test(status);
}

function shapesOf({ values }: Call): string {
  return values.map(({ shape }) => shape).join();
}

/** What is the weakness itself: fields of results, and with `#` the modes of files. */
const IGNORED: Readonly<Record<string, ReadonlySet<string>>> = {
  "temporary-file": new Set(["#mode"]),
  "certificate-validation": new Set([
    "rejectUnauthorized",
    "strictSSL",
    "insecure",
    "verify",
    "check_hostname",
    "verify_mode",
    "cert_reqs",
    "agent",
    "httpsAgent",
  ]),
};

/** Places of parameters that the unchanged code writes into a statement as names: what they are given there is no value in any call. */
function placesOfNames(calls: readonly Call[], old: Seen, words: ReadonlySet<string>): ReadonlySet<number> {
  const places = calls.flatMap((call) => {
    const one = old.observations.get(call.id);
    if (one === undefined) return [];
    return call.values.flatMap((value, place) => (readAsCode({ ...call, text: "", values: [value] }, one, words) ? [place] : []));
  });
  return new Set(places);
}

/** A call that gives the place of a name what names nothing. */
function namesNothing({ values }: Call, names: ReadonlySet<number>, words: ReadonlySet<string>): boolean {
  return values.some((value, place) => names.has(place) && textsIn(value).some((text) => !words.has(text)));
}

/** Whether the unchanged code sent a text of the call outside of a literal: a name or an operator, not a value. Names that the code knows itself are harmless. */
function readAsCode(call: Call, { effects }: Observation, words: ReadonlySet<string>): boolean {
  const texts = [call.text, ...call.values.flatMap(textsIn)].filter(
    (text) => text !== "" && !/^-?\d+(?:\.\d+)?$/.test(text) && !words.has(text),
  );
  const statements = effects.filter(([kind]) => kind === "statement").map(([, content]) => firstText(content));
  return statements.some((statement) => {
    const outside = statement.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, "?");
    return texts.some((text) => !statement.includes(`'${text}'`) && outside.includes(text) && !words.has(text));
  });
}

function firstText(content: string | readonly Canon[]): string {
  const text = typeof content === "string" ? content : content[0]?.[1];
  return typeof text === "string" ? text : "";
}

function textsIn(value: Value): string[] {
  if (value.items !== undefined) return value.items.flatMap(textsIn);
  if (value.fields !== undefined) return Object.values(value.fields).flatMap(textsIn);
  return ["text", "path", "request", "record"].includes(value.shape) ? [value.text] : [];
}

/** A call as a person would write it. */
export function showCall(label: string, { declared }: Pick<Definition, "declared">, call: Call, reads: boolean): string {
  const given = call.values.flatMap((value, index) =>
    value.shape === "omitted" ? [] : [`${declared[index]?.name ?? index}=${showValue(value)}`],
  );
  if (reads) given.push(`request ${call.address === "/" ? "" : `${call.address} `}${JSON.stringify(call.text)}`);
  return `${label}(${given.join(", ")})`;
}

function showValue(value: Value): string {
  if (value.items !== undefined) return `[${value.items.map(showValue).join(", ")}]`;
  if (value.fields !== undefined)
    return `{${Object.entries(value.fields)
      .map(([key, each]) => `${key}: ${showValue(each)}`)
      .join(", ")}}`;
  if (value.shape === "number" || value.shape === "flag") return value.text;
  if (value.shape === "none") return "None";
  return ["text", "bytes", "path", "file"].includes(value.shape) ? JSON.stringify(value.text) : `a ${value.shape}`;
}
