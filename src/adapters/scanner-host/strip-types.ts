import { SourceMap, stripTypeScriptTypes, type SourceMapPayload } from "node:module";
import { lineStarts, offsetAt, positionAt } from "#lib/text.ts";

/** JavaScript made of a TypeScript text, or why there is none. */
export type Stripped =
  | {
      readonly kind: "stripped";
      readonly text: string;
      /** Offset in the TypeScript text of an offset in `text`, both in UTF-16 units. */
      readonly original: (offset: number) => number;
    }
  | { readonly kind: "syntax" | "unsupported"; readonly message: string };

/**
 * Takes the types out of a TypeScript text. Where they can be blanked every character stays at its place; enums, namespaces,
 * parameter properties and the like are rewritten, and a source map leads back to the nearest place.
 */
export function stripTypes(text: string): Stripped {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const source = text.slice(mark.length);
  const blanked = run(source, "strip");
  if (blanked.kind === "made") {
    const aligned = align(source, blanked.text);
    if (aligned !== undefined) return { kind: "stripped", text: mark + aligned, original: (offset) => offset };
  } else if (blanked.kind === "syntax") return blanked;
  const rewritten = run(source, "transform");
  if (rewritten.kind !== "made") return rewritten;
  const mapped = withMap(source, rewritten.text);
  if (mapped === undefined) return { kind: "unsupported", message: "the types could not be taken out" };
  return { kind: "stripped", text: mapped.text, original: (offset) => mark.length + mapped.original(offset) };
}

type Made =
  | { readonly kind: "made"; readonly text: string }
  | { readonly kind: "syntax" | "unsupported"; readonly message: string };

function run(source: string, mode: "strip" | "transform"): Made {
  try {
    const text = quietly(() => stripTypeScriptTypes(source, mode === "strip" ? { mode } : { mode, sourceMap: true }));
    return { kind: "made", text };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return {
      kind: error.code === "ERR_INVALID_TYPESCRIPT_SYNTAX" ? "syntax" : "unsupported",
      message: error.message.split("\n")[0] ?? "",
    };
  }
}

/** The runtime keeps UTF-8 offsets, not UTF-16 ones: what it blanked is blanked here again, unit for unit. */
function align(source: string, stripped: string): string | undefined {
  const [before, after] = [Buffer.from(source), Buffer.from(stripped)];
  if (before.length !== after.length) return undefined;
  let result = "";
  let offset = 0;
  for (const character of source) {
    const length = Buffer.byteLength(character);
    result +=
      before.compare(after, offset, offset + length, offset, offset + length) === 0
        ? character
        : blank(character, after, offset, length);
    offset += length;
  }
  return result;
}

/** As many blanks as the character has units, with the ASCII sign in front that the runtime may have put there (`;`, `)`). */
function blank(character: string, after: Buffer, offset: number, length: number): string {
  if (/[\r\n\u2028\u2029]/.test(character)) return character;
  for (let i = offset; i < offset + length; i++) {
    const byte = after[i] as number;
    if (byte > 0x20 && byte < 0x7f) return String.fromCharCode(byte).padEnd(character.length);
  }
  return " ".repeat(character.length);
}

const MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;

function withMap(source: string, transformed: string): { text: string; original: (offset: number) => number } | undefined {
  const encoded = MAP.exec(transformed);
  if (encoded?.[1] === undefined) return undefined;
  const map = new SourceMap(JSON.parse(Buffer.from(encoded[1], "base64").toString()) as SourceMapPayload);
  const text = transformed.slice(0, encoded.index + 1);
  const [theirs, ours] = [lineStarts(text), lineStarts(source)];
  return {
    text,
    original(offset) {
      const { line, column } = positionAt(theirs, offset);
      const entry = map.findEntry(line - 1, column - 1);
      if (!("originalLine" in entry)) return 0;
      const start = offsetAt(ours, entry.originalLine + 1, entry.originalColumn + 1);
      return Math.min(source.length, start + (entry.generatedLine === line - 1 ? column - 1 - entry.generatedColumn : 0));
    },
  };
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
