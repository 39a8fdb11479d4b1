import { z } from "zod";
import type { PlainParameter, PlainValue } from "./plain.ts";
import { fitted } from "./plain.ts";

const Binary = z.object({ binary: z.string().regex(/^[01]{1,64}$/) });
const Pointer = z.object({ name: z.literal("pointer"), data: z.string() });
const Elements = z.object({ elements: z.array(z.object({ index: z.int().min(0), value: Binary })) });
const Step = z.object({ stepType: z.string(), lhs: z.string().optional(), value: z.unknown().optional() });
const Property = z.object({
  property: z.string(),
  status: z.string(),
  description: z.string().default(""),
  sourceLocation: z.object({ function: z.string().optional(), line: z.string().optional() }).optional(),
  trace: z.array(Step).optional(),
});
const Message = z.object({
  result: z.array(Property).optional(),
  cProverStatus: z.string().optional(),
  functions: z.array(z.object({ name: z.string() })).optional(),
  messageText: z.string().optional(),
  messageType: z.string().optional(),
});

/** Arguments under which a property fails, by JBMC's own reckoning. */
export interface JavaCounterexample {
  /** Class and method as JBMC writes them, without `java::` and types. */
  readonly method: string;
  /** 1-based; 0 where it is not said. */
  readonly line: number;
  readonly values: readonly PlainValue[];
}

export type JbmcAnswer =
  | {
      readonly kind: "read";
      readonly failures: readonly JavaCounterexample[];
      /** Whether a loop was cut off. */
      readonly bounded: boolean;
    }
  | { readonly kind: "unread"; readonly detail: string };

/** Reads what JBMC 6 writes with `--json-ui --trace` about an entry of ours. Only an answer with its final status counts; a property that is neither proven nor broken makes it none. */
export function readJbmc(text: string, slots: readonly PlainParameter[]): JbmcAnswer {
  const messages = messagesOf(text);
  if (typeof messages === "string") return { kind: "unread", detail: messages };
  const status = messages.find(({ cProverStatus }) => cProverStatus !== undefined)?.cProverStatus;
  const fault = messages.find(({ messageType }) => messageType === "ERROR")?.messageText;
  const properties = messages.flatMap(({ result = [] }) => result);
  if (status === undefined || properties.length === 0)
    return { kind: "unread", detail: fault?.slice(0, 300) ?? "it holds no result" };
  const open = properties.find((each) => each.status !== "SUCCESS" && each.status !== "FAILURE");
  if (open !== undefined) return { kind: "unread", detail: `it says ${open.status} of ${open.property}` };
  const failed = properties.filter((each) => each.status === "FAILURE");
  const cut = ({ property, description }: z.infer<typeof Property>): boolean =>
    /\bunwind\b/.test(property) || description.startsWith("unwinding assertion");
  return {
    kind: "read",
    bounded: failed.some(cut),
    failures: failed.filter((each) => !cut(each)).map((each) => exampleOf(each, slots)),
  };
}

/** Methods of the library that the code under test calls, by what JBMC writes with `--list-goto-functions --json-ui`: without their code it takes any result and no fault of them. Undefined for no answer. */
export function libraryCalls(text: string): string[] | undefined {
  const messages = messagesOf(text);
  const functions = typeof messages === "string" ? [] : messages.flatMap((each) => each.functions ?? []);
  if (functions.length === 0) return undefined;
  const names = functions.flatMap(({ name }) => /^java::((?:java|javax|jdk|sun)\.[\w.$]+\.[\w$<>]+):/u.exec(name)?.[1] ?? []);
  return [...new Set(names)].filter((name) => !/^java\.lang\.(?:Object\.<init>|String\.length|Class\.)/u.test(name)).toSorted();
}

function messagesOf(text: string): z.infer<typeof Message>[] | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    // Cut off, or no JSON at all: no answer.
    if (error instanceof SyntaxError) return "it is no whole JSON";
    throw error;
  }
  const messages = z.array(Message).safeParse(parsed);
  return messages.success ? messages.data : "it has another form than that of version 6";
}

/** The entry's variables of a trace: numbers by their names, and for a text the array that was filled after its object was named. */
function exampleOf(
  { sourceLocation, trace = [] }: z.infer<typeof Property>,
  slots: readonly PlainParameter[],
): JavaCounterexample {
  const numbers = new Map<string, bigint>();
  const texts = new Map<string, { object: string; units: bigint[] } | null>();
  let current = "";
  for (const { stepType, lhs = "", value } of trace) {
    if (stepType !== "assignment") continue;
    const [pointer, binary, list] = [Pointer.safeParse(value), Binary.safeParse(value), Elements.safeParse(value)];
    const text = texts.get(current);
    if (/^assayS\d+$/.test(lhs) && pointer.success) {
      const object = pointer.data.data;
      if (object === "null") texts.set(lhs, null);
      else if (texts.get(lhs)?.object !== object) texts.set(lhs, { object, units: [] });
      current = lhs;
    } else if (/^assay[NEZ]\d/.test(lhs) && binary.success) numbers.set(lhs, BigInt(`0b${binary.data.binary}`));
    else if (list.success && text?.units.length === 0 && lhs.startsWith("dynamic_object"))
      for (const { index, value: unit } of list.data.elements.slice(0, 64)) text.units[index] = BigInt(`0b${unit.binary}`);
    else if (binary.success && text !== undefined && text !== null && lhs === `${text.object}.length`)
      numbers.set(`${current}.length`, BigInt(`0b${binary.data.binary}`));
  }
  const values = slots.map(({ form, base }, index): PlainValue => {
    const number = numbers.get(`assayN${index}`) ?? 0n;
    if (form === "one") return fitted(base, base === "float" || base === "double" ? BigInt.asIntN(32, number) : number);
    if (form === "text") {
      const name = `assayS${index}`;
      const text = texts.get(name) ?? null;
      // A counterexample is another program's word: no length is believed that was not asked for.
      const length = Math.min(Number(numbers.get(`${name}.length`) ?? 0n), MOST);
      return text === null ? null : Array.from({ length }, (_, at) => text.units[at] ?? 63n);
    }
    if ((numbers.get(`assayZ${index}`) ?? 0n) !== 0n) return null;
    const length = Math.min(Number(number), MOST);
    return Array.from({ length }, (_, at) => fitted(base, numbers.get(`assayE${index}_${at}`) ?? 0n));
  });
  const method = /^java::([^:]+):/u.exec(sourceLocation?.function ?? "")?.[1] ?? "";
  return { method, line: Number(sourceLocation?.line ?? 0), values };
}

const MOST = 64;
