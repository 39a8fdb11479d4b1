import type { ShapedParameter } from "./shapes.ts";

/** What one parameter, or what comes from outside, is given. */
export type Value = bigint | Uint8Array | readonly Uint8Array[];

/** What a program takes beside its arguments. */
export interface Outside {
  /** Whether standard input is read. */
  readonly stdin: boolean;
  /** Names of variables of the environment that are read. */
  readonly variables: readonly string[];
}

/** Where a value goes: a parameter, or something from outside the call. */
export type Slot =
  | { readonly kind: "number"; readonly name: string; readonly bytes: number }
  | { readonly kind: "bytes"; readonly name: string; readonly text: boolean; readonly unit: number }
  | { readonly kind: "texts"; readonly name: string };

/** The places of an input in the order in which the harness reads them. */
export function slotsOf(parameters: readonly ShapedParameter[], outside: Outside, units: readonly number[]): Slot[] {
  const slots = parameters.flatMap(({ name, shape }, index): Slot[] => {
    switch (shape.kind) {
      case "number":
        return [{ kind: "number", name, bytes: shape.bytes }];
      case "text":
        return [{ kind: "bytes", name, text: true, unit: 1 }];
      case "elements":
        return [{ kind: "bytes", name, text: shape.marked, unit: units[index] ?? 1 }];
      case "file":
      case "stream":
        return [{ kind: "bytes", name, text: false, unit: 1 }];
      case "texts":
        return [{ kind: "texts", name }];
      case "count":
      case "cell":
      case "place":
      case "folder":
      case "database":
      case "handle":
      case "record":
        break;
    }
    return [];
  });
  for (const name of outside.variables) slots.push({ kind: "bytes", name: `the variable ${name}`, text: true, unit: 1 });
  if (outside.stdin) slots.push({ kind: "bytes", name: "standard input", text: false, unit: 1 });
  return slots;
}

/** Bytes of one piece at most. */
const LONGEST = 0xffff;

/** The bytes of an input: numbers as 8 bytes, little end first; pieces behind their length in 2 bytes; texts behind their number in one. */
export function encodeInput(slots: readonly Slot[], values: readonly Value[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const piece = (bytes: Uint8Array): void => {
    const kept = bytes.subarray(0, LONGEST);
    parts.push(new Uint8Array([kept.length & 0xff, kept.length >> 8]), kept);
  };
  for (const [index, slot] of slots.entries()) {
    const value = values[index];
    if (slot.kind === "number") {
      const word = new DataView(new ArrayBuffer(8));
      word.setBigUint64(0, BigInt.asUintN(64, typeof value === "bigint" ? value : 0n), true);
      parts.push(new Uint8Array(word.buffer));
    } else if (slot.kind === "texts") {
      const texts = Array.isArray(value) ? (value as readonly Uint8Array[]).slice(0, 255) : [];
      parts.push(new Uint8Array([texts.length]));
      for (const text of texts) piece(text);
    } else piece(value instanceof Uint8Array ? value : new Uint8Array());
  }
  return Buffer.concat(parts);
}

/** The values of an input, as a harness reads them: what is missing is nothing. The inverse of {@link encodeInput} for what that makes. */
export function decodeInput(slots: readonly Slot[], bytes: Uint8Array): Value[] {
  let at = 0;
  const take = (count: number): Uint8Array => bytes.slice(at, (at += count));
  const piece = (): Uint8Array => {
    const [low = 0, high = 0] = take(2);
    return take(low + 256 * high);
  };
  return slots.map((slot): Value => {
    if (slot.kind === "number") {
      const word = new Uint8Array(8);
      word.set(take(8));
      return new DataView(word.buffer).getBigUint64(0, true);
    }
    if (slot.kind === "bytes") return piece();
    const [count = 0] = take(1);
    return Array.from({ length: count }, piece);
  });
}

/** A value for people: short, with what cannot be printed escaped. */
export function showValue(slot: Slot, value: Value | undefined): string {
  if (slot.kind === "number") return `${slot.name} = ${BigInt.asIntN(slot.bytes * 8, typeof value === "bigint" ? value : 0n)}`;
  if (slot.kind === "bytes") return `${slot.name} = ${showBytes(value instanceof Uint8Array ? value : new Uint8Array())}`;
  const texts = Array.isArray(value) ? (value as readonly Uint8Array[]) : [];
  return `${slot.name} = [${texts.map(showBytes).join(", ")}]`;
}

const SHOWN = 24;

function showBytes(bytes: Uint8Array): string {
  const head = [...bytes.subarray(0, SHOWN)]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f && byte !== 0x22 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`,
    )
    .join("");
  return bytes.length > SHOWN ? `"${head}…" (${bytes.length} bytes)` : `"${head}"`;
}
