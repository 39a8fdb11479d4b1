import { z } from "zod";
import type { Counterexample } from "./open-source.ts";

const Binary = z.object({ binary: z.string().regex(/^[01]{1,64}$/) });
const Step = z.object({
  stepType: z.string(),
  lhs: z.string().optional(),
  value: z
    .union([Binary, z.object({ elements: z.array(z.object({ index: z.int(), value: z.unknown() })) }), z.unknown()])
    .optional(),
});
const Property = z.object({
  property: z.string(),
  status: z.string(),
  description: z.string().default(""),
  sourceLocation: z.object({ function: z.string().optional() }).optional(),
  trace: z.array(Step).optional(),
});
const Message = z.object({
  result: z.array(Property).optional(),
  cProverStatus: z.string().optional(),
  messageText: z.string().optional(),
  messageType: z.string().optional(),
});

export type CbmcAnswer =
  | {
      readonly kind: "read";
      readonly failures: readonly Counterexample[];
      /** Whether a loop was cut off. */
      readonly bounded: boolean;
    }
  | { readonly kind: "unread"; readonly detail: string };

/** Reads what CBMC 6 writes with `--json-ui --trace`. Only an answer with its final status counts. */
export function readCbmc(text: string): CbmcAnswer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    // Cut off, or no JSON at all: no answer.
    if (error instanceof SyntaxError) return { kind: "unread", detail: "it is no whole JSON" };
    throw error;
  }
  const messages = z.array(Message).safeParse(parsed);
  if (!messages.success) return { kind: "unread", detail: "it has another form than that of version 6" };
  const status = messages.data.find(({ cProverStatus }) => cProverStatus !== undefined)?.cProverStatus;
  const fault = messages.data.find(({ messageType }) => messageType === "ERROR")?.messageText;
  const properties = messages.data.flatMap(({ result = [] }) => result);
  if (status === undefined || properties.length === 0)
    return { kind: "unread", detail: fault?.slice(0, 300) ?? "it holds no result" };
  const failed = properties.filter((each) => each.status === "FAILURE");
  const cut = ({ property, description }: (typeof failed)[number]): boolean =>
    /\bunwind\b/.test(property) || description.startsWith("unwinding assertion");
  return {
    kind: "read",
    bounded: failed.some(cut),
    failures: failed.filter((each) => !cut(each)).map(exampleOf),
  };
}

function exampleOf({ sourceLocation, trace = [] }: z.infer<typeof Property>): Counterexample {
  const numbers = new Map<string, bigint>();
  const pieces = new Map<string, Map<number, number>>();
  for (const { stepType, lhs = "", value } of trace) {
    if (stepType !== "assignment") continue;
    const [, name = "", index] = /^(\w+)(?:\[(\d+)[uUlL]*\])?$/.exec(lhs) ?? [];
    const list = z.object({ elements: z.array(z.object({ index: z.int(), value: Binary })) }).safeParse(value);
    const one = Binary.safeParse(value);
    const bytes = pieces.get(name) ?? new Map<number, number>();
    if (list.success) for (const each of list.data.elements) bytes.set(each.index, Number.parseInt(each.value.binary, 2));
    else if (one.success && index !== undefined) bytes.set(Number(index), Number.parseInt(one.data.binary, 2));
    else if (one.success && name !== "") numbers.set(name, BigInt(`0b${one.data.binary}`));
    if (bytes.size > 0) pieces.set(name, bytes);
  }
  return { function: sourceLocation?.function ?? "", numbers, pieces };
}
