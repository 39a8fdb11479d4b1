import { parse, TomlError } from "smol-toml";
import { isRecord, listAt, type LockProblem } from "./locked-package.ts";

export interface TomlPackage {
  readonly entry: Readonly<Record<string, unknown>>;
  /** 1-based line of its `[[package]]`. */
  readonly line: number;
}

export interface TomlLock {
  readonly value: Readonly<Record<string, unknown>>;
  readonly packages: readonly TomlPackage[];
}

/** A TOML document. */
export function readToml(text: string): { readonly value: Readonly<Record<string, unknown>> } | LockProblem {
  try {
    return { value: parse(text.replace(/^\ufeff/u, ""), { maxDepth: 200 }) };
  } catch (error) {
    if (error instanceof TomlError) {
      const duplicate = /redefine|duplicate|already/iu.test(error.message);
      const what = (error.message.split("\n")[0] ?? "").slice(0, 200);
      return { code: duplicate ? "duplicate-key" : "bad-syntax", message: what, line: error.line };
    }
    if (error instanceof RangeError) return { code: "bad-syntax", message: "nested too deep, or a number out of range" };
    throw error;
  }
}

/** A lock file that is a list of `[[package]]` tables: Poetry's, uv's, PDM's, Cargo's. */
export function readTomlLock(text: string): TomlLock | LockProblem {
  const document = readToml(text);
  if (!("value" in document)) return document;
  const list = listAt(document.value, "package");
  if (list.length === 0 && "package" in document.value) return { code: "wrong-schema", message: "package is no list of tables" };
  const lines = [...text.matchAll(/^[ \t]*\[\[[ \t]*package[ \t]*\]\]/gmu)];
  // A text within a text may look like a heading: then no line is trusted.
  const trusted = lines.length === list.length;
  const counted = lineNumbers(text, trusted ? lines.map(({ index }) => index) : []);
  return {
    value: document.value,
    packages: list.flatMap((entry, index) => (isRecord(entry) ? [{ entry, line: counted[index] ?? 1 }] : [])),
  };
}

function lineNumbers(text: string, offsets: readonly number[]): number[] {
  let [at, line] = [0, 1];
  return offsets.map((offset) => {
    for (; at < offset; at++) if (text.charCodeAt(at) === 10) line++;
    return line;
  });
}
