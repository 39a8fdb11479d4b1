import type { Divergence } from "./judge-calls.ts";
import type { Call, Value } from "./plan.ts";

const MOST = 24;

/** Simpler calls than one, numbered from `id`: each parameter as in the plainest call, texts halved, cut to one letter, lists shortened, numbers nearer to zero. */
export function simplerCalls({ call }: Divergence, plainest: Call, id: number): Call[] {
  const found: Call[] = [];
  const add = (part: Partial<Call>): void => {
    const made = { ...call, ...part, id: id + found.length };
    if (found.length < MOST && sizeOf(made) < sizeOf(call)) found.push(made);
  };
  add({ values: plainest.values, text: plainest.text });
  for (const [index, value] of call.values.entries()) {
    const base = plainest.values[index];
    if (base !== undefined) add({ values: call.values.with(index, base) });
    for (const simpler of simplerValues(value)) add({ values: call.values.with(index, simpler) });
  }
  for (const text of simplerTexts(call.text)) add({ text });
  return found;
}

function simplerValues(value: Value): Value[] {
  if (value.items !== undefined) return value.items.map((each) => ({ ...value, items: [each] })).concat({ ...value, items: [] });
  if (value.shape === "number") return ["0", "1", String(Math.trunc(Number(value.text) / 2))].map((text) => ({ ...value, text }));
  return ["text", "bytes", "path"].includes(value.shape) ? simplerTexts(value.text).map((text) => ({ ...value, text })) : [];
}

function simplerTexts(text: string): string[] {
  const half = Math.ceil(text.length / 2);
  return [...new Set(["", text.slice(0, 1), text.slice(-1), text.slice(0, half), text.slice(half)])].filter(
    (each) => each !== text,
  );
}

/** Length of all that is given, for choosing the simplest. */
export function sizeOf({ values, text }: Call): number {
  return values.reduce((sum, value) => sum + sizeOfValue(value), text.length);
}

function sizeOfValue(value: Value): number {
  const parts = [...(value.items ?? []), ...Object.values(value.fields ?? {})];
  const own = value.shape === "number" ? Math.abs(Number(value.text)) : value.text.length;
  return (value.shape === "omitted" ? 0 : 1) + own + parts.reduce((sum, each) => sum + sizeOfValue(each), 0);
}
