import { safeRegex } from "#lib/safe-regex.ts";

export type Path = readonly (string | number)[];

/** Where things stand in the file, and where complaints go. */
export interface Reader {
  /** 1-based line of the value at this path. */
  line(path: Path): number;
  refuse(path: Path, message: string): void;
  /** The rule's metadata ask for `redos` to count polynomial time. */
  readonly polynomial?: boolean;
  /** Languages of the rule that is read. */
  readonly languages?: readonly string[];
}

export type Entry = Readonly<Record<string, unknown>>;

const METAVARIABLE = /^\$(?:\.\.\.)?([A-Z_][A-Z_0-9]*|[1-9]\d*)$/;
export const POSITIVE: readonly string[] = ["pattern", "patterns", "pattern-either", "pattern-regex"];

export function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function readMetavariable(value: unknown, path: Path, reader: Reader): string | undefined {
  const match = typeof value === "string" ? METAVARIABLE.exec(value) : null;
  return match === null ? refuse(reader, path, "expected a metavariable such as $X") : match[1];
}

export function readText(value: unknown, path: Path, reader: Reader): string | undefined {
  if (typeof value === "string" && value.trim() !== "") return value;
  return refuse(reader, path, "expected a text that is not empty");
}

export function readRegex(value: unknown, path: Path, reader: Reader): string | undefined {
  const source = readText(value, path, reader);
  if (source === undefined) return undefined;
  const outcome = safeRegex(source, { multiline: true });
  return outcome.ok ? source : refuse(reader, path, `regular expression: ${outcome.reason}`);
}

export function refuse(reader: Reader, path: Path, message: string): undefined {
  reader.refuse(path, message);
  return undefined;
}
