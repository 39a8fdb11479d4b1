import { isCondition, readCondition } from "./condition-reader.ts";
import {
  type Entry,
  isEntry,
  type Path,
  POSITIVE,
  type Reader,
  readMetavariable,
  readRegex,
  readText,
  refuse,
} from "./reader.ts";
import type { AllFormula, Formula } from "./rule.ts";

type Draft = { -readonly [K in keyof AllFormula]: AllFormula[K] extends readonly (infer T)[] ? T[] : AllFormula[K] };

const MAX_DEPTH = 20;
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
  const strange = Object.keys(entry).filter((key) => !POSITIVE.includes(key) && !also.includes(key));
  for (const key of strange) reader.refuse([...path, key], `operator "${key}" is not supported here`);
  const key = present[0];
  if (key === undefined && strange.length > 0) return undefined;
  if (key === undefined) return refuse(reader, path, `expected one of ${POSITIVE.join(", ")}`);
  if (present.length > 1)
    return refuse(reader, [...path, present[1] as string], `"${present[1]}" beside "${key}": put both under "patterns"`);
  return positive(key, entry[key], [...path, key], reader, depth);
}

function positive(key: string, value: unknown, path: Path, reader: Reader, depth: number): Formula | undefined {
  switch (key) {
    case "pattern":
      return readText(value, path, reader) === undefined
        ? undefined
        : { kind: "pattern", text: value as string, line: reader.line(path) };
    case "pattern-regex":
      return readRegex(value, path, reader) === undefined ? undefined : { kind: "regex", source: value as string };
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
      const source = readRegex(value, at, reader);
      if (source !== undefined) draft.notRegex.push(source);
      return;
    }
    case "focus-metavariable": {
      const names = Array.isArray(value) ? value : [value];
      const read = names.map((name, index) => readMetavariable(name, Array.isArray(value) ? [...at, index] : at, reader));
      draft.focus.push(read.filter((name) => name !== undefined));
      return;
    }
    default: {
      if (isCondition(key)) {
        const condition = readCondition(key, value, at, reader, (inner, where) =>
          readFormula(inner, where, reader, ["metavariable", "language"], depth + 1),
        );
        if (condition !== undefined) draft.conditions.push(condition);
        return;
      }
      const formula = readFormula(entry, path, reader, [], depth + 1);
      if (formula !== undefined) draft.items.push(formula);
    }
  }
}
