import { stripTypeScriptTypes } from "node:module";

/** JavaScript with every character at its TypeScript place, or why there is none. */
export type Stripped =
  | { readonly kind: "stripped"; readonly text: string }
  | { readonly kind: "syntax" | "unsupported"; readonly message: string };

/**
 * Blanks the types out of a TypeScript text. The runtime keeps UTF-8 offsets, not UTF-16 ones: what it blanks is blanked here again,
 * unit for unit. Enums, namespaces, parameter properties and the like cannot be blanked: `unsupported`.
 */
export function stripTypes(text: string): Stripped {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const source = text.slice(mark.length);
  let stripped: string;
  try {
    stripped = quietly(() => stripTypeScriptTypes(source, { mode: "strip" }));
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    const kind = error.code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX" ? "unsupported" : "syntax";
    return { kind, message: error.message.split("\n")[0] ?? "" };
  }
  const aligned = align(source, stripped);
  if (aligned === undefined) return { kind: "unsupported", message: "the types could not be blanked in place" };
  return { kind: "stripped", text: mark + aligned };
}

/** Lays `stripped`, which has the UTF-8 length of `source`, over its UTF-16 units: equal characters stay, others become blanks or the ASCII sign put there. */
function align(source: string, stripped: string): string | undefined {
  const [before, after] = [Buffer.from(source), Buffer.from(stripped)];
  if (before.length !== after.length) return undefined;
  let result = "";
  let offset = 0;
  for (const character of source) {
    const length = Buffer.byteLength(character);
    result += same(before, after, offset, length) ? character : blank(character, after, offset, length);
    offset += length;
  }
  return result;
}

function same(a: Buffer, b: Buffer, offset: number, length: number): boolean {
  for (let i = offset; i < offset + length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function blank(character: string, after: Buffer, offset: number, length: number): string {
  if (/[\r\n\u2028\u2029]/.test(character)) return character;
  for (let i = offset; i < offset + length; i++) {
    const byte = after[i] as number;
    if (byte > 0x20 && byte < 0x7f) return String.fromCharCode(byte).padEnd(character.length);
  }
  return " ".repeat(character.length);
}

/** Runs the function without the runtime's remark, once a process, that stripping is experimental: it would stand in a user's output. */
function quietly<T>(work: () => T): T {
  const emit = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return work();
  } finally {
    process.emitWarning = emit;
  }
}
