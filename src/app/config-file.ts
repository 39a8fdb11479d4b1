import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import { readUntrusted } from "./read-untrusted.ts";

const MAX_BYTES = 256 * 1024;
/** Aliases may repeat a node this often in all: enough for people, too little for a bomb. */
const MAX_ALIASES = 50;

export interface ConfigFile {
  /** How messages call it. */
  readonly name: string;
  /** The mapping it holds; empty for an empty file. */
  readonly values: Readonly<Record<string, unknown>>;
  /** `name:line:column` of a value, or of a key in the mapping at `path`; of the nearest thing above it that is written down. */
  place(path: readonly PropertyKey[], key?: string): string;
}

/** Reads a YAML file, or returns undefined when there is none. Throws AssayError `config-invalid` for anything that is no plain mapping. */
export function readConfigFile(path: string, name: string): ConfigFile | undefined {
  const text = readText(path, name);
  return text === undefined ? undefined : parseConfigFile(text, name);
}

/** The same for a text; `name` is how messages call it. Throws AssayError `config-invalid`. */
export function parseConfigFile(text: string, name: string): ConfigFile {
  const lines = new LineCounter();
  const shown = showInvisible(name);
  const { document, values } = parseYaml(text, lines, shown);
  return {
    name: shown,
    values,
    place: (path, key) => `${shown}:${position(offsetOf(document, path, key), lines)}`,
  };
}

function parseYaml(
  text: string,
  lines: LineCounter,
  name: string,
): { document: Document.Parsed; values: Readonly<Record<string, unknown>> } {
  let document: Document.Parsed;
  let values: unknown;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      stringKeys: true,
      version: "1.2",
    });
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) throw invalid(`${name}:${position(problem.pos[0], lines)}: ${showInvisible(problem.message)}`);
    values = document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {};
  } catch (error) {
    if (error instanceof AssayError) throw error;
    // Too many aliases, or nesting deeper than the parser's stack: both are faults of the file.
    throw invalid(`${name}: cannot be read as YAML: ${error instanceof Error ? showInvisible(error.message) : ""}`, error);
  }
  if (typeof values !== "object" || values === null || Array.isArray(values))
    throw invalid(`${name}:1:1: expected a mapping of settings`);
  return { document, values: values as Record<string, unknown> };
}

function readText(path: string, name: string): string | undefined {
  const read = readUntrusted(path, MAX_BYTES);
  if (read.kind === "refused") throw invalid(`${name}: ${read.reason}`, read.cause);
  return read.kind === "text" ? read.text : undefined;
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], key: string | undefined): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (key !== undefined && length === path.length && isMap(node)) {
      const pair = node.items.find(({ key: own }) => isScalar(own) && own.value === key);
      if (pair !== undefined && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    }
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function position(offset: number, lines: LineCounter): string {
  const { line, col } = lines.linePos(offset);
  return `${line}:${col}`;
}

function invalid(message: string, cause?: unknown): AssayError {
  return new AssayError("config-invalid", message, { cause });
}
