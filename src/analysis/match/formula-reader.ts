import { safeRegex } from "#lib/safe-regex.ts";
import { parseComparison } from "./comparison.ts";
import type { AllFormula, Condition, Formula } from "./rule.ts";

export type Path = readonly (string | number)[];

/** Where things stand in the file, and where complaints go. */
export interface Reader {
  /** 1-based line of the value at this path. */
  line(path: Path): number;
  refuse(path: Path, message: string): void;
}

type Entry = Readonly<Record<string, unknown>>;
type Draft = { -readonly [K in keyof AllFormula]: AllFormula[K] extends readonly (infer T)[] ? T[] : AllFormula[K] };

const MAX_DEPTH = 20;
const METAVARIABLE = /^\$(?:\.\.\.)?([A-Z_][A-Z_0-9]*|[1-9]\d*)$/;
const POSITIVE = ["pattern", "patterns", "pattern-either", "pattern-regex"];

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The one formula among the keys of an entry (`pattern`, `patterns`, `pattern-either`, `pattern-regex`); other keys in `also` are left to the caller. */
export function readFormula(
  entry: unknown,
  path: Path,
  reader: Reader,
  also: readonly string[] = [],
  depth = 0,
): Formula | undefined {
  if (typeof entry === "string") return { kind: "pattern", text: entry, line: reader.line(path) };
  if (!isEntry(entry)) return refuse(reader, path, "expected a pattern or an operator");
  if (depth > MAX_DEPTH) return refuse(reader, path, `operators nested deeper than ${MAX_DEPTH} are not supported`);
  const present = Object.keys(entry).filter((key) => POSITIVE.includes(key));
  for (const key of Object.keys(entry)) {
    if (!POSITIVE.includes(key) && !also.includes(key)) reader.refuse([...path, key], `operator "${key}" is not supported here`);
  }
  const key = present[0];
  if (key === undefined) return refuse(reader, path, `expected one of ${POSITIVE.join(", ")}`);
  if (present.length > 1)
    return refuse(reader, [...path, present[1] as string], `"${present[1]}" beside "${key}": put both under "patterns"`);
  return positive(key, entry[key], [...path, key], reader, depth);
}

function positive(key: string, value: unknown, path: Path, reader: Reader, depth: number): Formula | undefined {
  switch (key) {
    case "pattern":
      return text(value, path, reader) === undefined
        ? undefined
        : { kind: "pattern", text: value as string, line: reader.line(path) };
    case "pattern-regex":
      return regex(value, path, reader) === undefined ? undefined : { kind: "regex", source: value as string };
    case "pattern-either":
      return either(value, path, reader, depth);
    default:
      return all(value, path, reader, depth);
  }
}

function either(value: unknown, path: Path, reader: Reader, depth: number): Formula | undefined {
  if (!Array.isArray(value) || value.length === 0) return refuse(reader, path, "expected a list of patterns");
  const items: Formula[] = [];
  for (const [index, item] of value.entries()) {
    const at = [...path, index];
    const formula =
      isEntry(item) && "pattern-inside" in item
        ? operand(item, "pattern-inside", at, reader, depth)
        : readFormula(item, at, reader, [], depth + 1);
    if (formula !== undefined) items.push(formula);
  }
  return { kind: "any", items };
}

function operand(entry: Entry, key: string, path: Path, reader: Reader, depth: number): Formula | undefined {
  for (const other of Object.keys(entry))
    if (other !== key) reader.refuse([...path, other], `"${other}" beside "${key}": make it an item of its own`);
  return readFormula(entry[key], [...path, key], reader, [], depth + 1);
}

function all(value: unknown, path: Path, reader: Reader, depth: number): Formula | undefined {
  if (!Array.isArray(value) || value.length === 0) return refuse(reader, path, "expected a list of operators");
  const draft: Draft = { kind: "all", items: [], inside: [], not: [], notInside: [], notRegex: [], conditions: [], focus: [] };
  for (const [index, item] of value.entries()) {
    if (!isEntry(item)) reader.refuse([...path, index], "expected an operator");
    else conjunct(item, [...path, index], reader, depth, draft);
  }
  return draft;
}

function conjunct(entry: Entry, path: Path, reader: Reader, depth: number, draft: Draft): void {
  const keys = Object.keys(entry);
  const key = keys[0];
  if (key === undefined) return reader.refuse(path, "expected an operator");
  const value = entry[key];
  const at = [...path, key];
  const into = (list: Formula[]): void => {
    const formula = operand(entry, key, path, reader, depth);
    if (formula !== undefined) list.push(formula);
  };
  if (!POSITIVE.includes(key) && !key.startsWith("pattern-") && keys.length > 1) {
    reader.refuse([...path, keys[1] as string], `"${keys[1]}" beside "${key}": make it an item of its own`);
  }
  switch (key) {
    case "pattern-inside":
      return into(draft.inside);
    case "pattern-not":
      return into(draft.not);
    case "pattern-not-inside":
      return into(draft.notInside);
    case "pattern-not-regex": {
      const source = regex(value, at, reader);
      if (source !== undefined) draft.notRegex.push(source);
      return;
    }
    case "metavariable-regex":
    case "metavariable-pattern":
    case "metavariable-comparison": {
      const condition = readCondition(key, value, at, reader, depth);
      if (condition !== undefined) draft.conditions.push(condition);
      return;
    }
    case "focus-metavariable":
      for (const [index, name] of (Array.isArray(value) ? value : [value]).entries()) {
        const metavariable = readMetavariable(name, Array.isArray(value) ? [...at, index] : at, reader);
        if (metavariable !== undefined) draft.focus.push(metavariable);
      }
      return;
    default: {
      const formula = readFormula(entry, path, reader, [], depth + 1);
      if (formula !== undefined) draft.items.push(formula);
    }
  }
}

function readCondition(key: string, value: unknown, path: Path, reader: Reader, depth: number): Condition | undefined {
  if (!isEntry(value)) return refuse(reader, path, "expected a metavariable and its condition");
  const allowed: Record<string, readonly string[]> = {
    "metavariable-regex": ["metavariable", "regex"],
    "metavariable-pattern": ["metavariable", ...POSITIVE],
    "metavariable-comparison": ["metavariable", "comparison"],
  };
  for (const name of Object.keys(value)) {
    if (!allowed[key]?.includes(name)) reader.refuse([...path, name], `"${name}" is not supported in ${key}`);
  }
  if (key === "metavariable-comparison") {
    const source = text(value["comparison"], [...path, "comparison"], reader);
    if (source === undefined) return undefined;
    try {
      return { kind: "comparison", comparison: parseComparison(source) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return refuse(reader, [...path, "comparison"], error.message);
    }
  }
  const metavariable = readMetavariable(value["metavariable"], [...path, "metavariable"], reader);
  if (metavariable === undefined) return undefined;
  if (key === "metavariable-regex") {
    const source = regex(value["regex"], [...path, "regex"], reader);
    return source === undefined ? undefined : { kind: "regex", metavariable, source };
  }
  const formula = readFormula(value, path, reader, ["metavariable"], depth + 1);
  return formula === undefined ? undefined : { kind: "pattern", metavariable, formula };
}

function readMetavariable(value: unknown, path: Path, reader: Reader): string | undefined {
  const match = typeof value === "string" ? METAVARIABLE.exec(value) : null;
  return match === null ? refuse(reader, path, "expected a metavariable such as $X") : match[1];
}

function text(value: unknown, path: Path, reader: Reader): string | undefined {
  if (typeof value === "string" && value.trim() !== "") return value;
  return refuse(reader, path, "expected a text that is not empty");
}

function regex(value: unknown, path: Path, reader: Reader): string | undefined {
  const source = text(value, path, reader);
  if (source === undefined) return undefined;
  const outcome = safeRegex(source, { multiline: true });
  return outcome.ok ? source : refuse(reader, path, `regular expression: ${outcome.reason}`);
}

function refuse(reader: Reader, path: Path, message: string): undefined {
  reader.refuse(path, message);
  return undefined;
}
