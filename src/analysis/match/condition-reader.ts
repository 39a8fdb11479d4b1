import { LANGUAGES } from "#analysis/languages/registry.ts";
import { safeRegex } from "#lib/safe-regex.ts";
import { parseComparison } from "./parse-comparison.ts";
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
import type { Condition, Formula } from "./rule.ts";

const KEYS: Readonly<Record<string, readonly string[]>> = {
  "metavariable-regex": ["metavariable", "regex", "constant-propagation"],
  "metavariable-pattern": ["metavariable", "language", ...POSITIVE],
  "metavariable-comparison": ["metavariable", "comparison", "base", "strip"],
  "metavariable-type": ["metavariable", "type", "types"],
  "metavariable-name": ["metavariable", "module", "modules"],
  "metavariable-analysis": ["metavariable", "analyzer"],
};

export function isCondition(key: string): boolean {
  return key in KEYS;
}

/** One condition on a metavariable; `formula` reads the patterns of `metavariable-pattern`. */
export function readCondition(
  key: string,
  value: unknown,
  path: Path,
  reader: Reader,
  formula: (entry: Entry, path: Path) => Formula | undefined,
): Condition | undefined {
  if (!isEntry(value)) return refuse(reader, path, "expected a metavariable and its condition");
  for (const name of Object.keys(value))
    if (KEYS[key]?.includes(name) !== true) reader.refuse([...path, name], `"${name}" is not supported in ${key}`);
  if (key === "metavariable-comparison") return readComparison(value, path, reader);
  const metavariable = readMetavariable(value["metavariable"], [...path, "metavariable"], reader);
  if (metavariable === undefined) return undefined;
  switch (key) {
    case "metavariable-regex":
      return readRegexCondition(metavariable, value, path, reader);
    case "metavariable-type": {
      const types = names(value, "type", "types", path, reader);
      return types === undefined ? undefined : { kind: "type", metavariable, types };
    }
    case "metavariable-name": {
      const modules = names(value, "module", "modules", path, reader);
      return modules === undefined ? undefined : { kind: "name", metavariable, modules };
    }
    case "metavariable-analysis": {
      const analyzer = value["analyzer"];
      if (analyzer === "entropy") return { kind: "analysis", metavariable, analyzer };
      if (analyzer === "redos")
        return { kind: "analysis", metavariable, analyzer, ...(reader.polynomial === true ? { polynomial: true } : {}) };
      return refuse(
        reader,
        [...path, "analyzer"],
        `analyzer "${String(analyzer)}" is not supported; there are "entropy" and "redos"`,
      );
    }
    default:
      return readPattern(metavariable, value, path, reader, formula);
  }
}

function readComparison(value: Entry, path: Path, reader: Reader): Condition | undefined {
  const { base, strip, metavariable } = value;
  if (metavariable !== undefined && readMetavariable(metavariable, [...path, "metavariable"], reader) === undefined)
    return undefined;
  if (base !== undefined && !(typeof base === "number" && Number.isInteger(base) && base >= 2 && base <= 36))
    return refuse(reader, [...path, "base"], '"base" is a whole number from 2 to 36');
  if (strip !== undefined && typeof strip !== "boolean") return refuse(reader, [...path, "strip"], '"strip" is true or false');
  const source = readText(value["comparison"], [...path, "comparison"], reader);
  if (source === undefined) return undefined;
  try {
    const comparison = parseComparison(source);
    return { kind: "comparison", comparison, ...(base === undefined ? {} : { base }), ...(strip === true ? { strip } : {}) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(reader, [...path, "comparison"], error.message);
  }
}

function readPattern(
  metavariable: string,
  value: Entry,
  path: Path,
  reader: Reader,
  formula: (entry: Entry, path: Path) => Formula | undefined,
): Condition | undefined {
  const { language } = value;
  if (language !== undefined) {
    const pack = LANGUAGES.find(({ aliases }) => aliases.some((name) => name === language));
    const known = language === "regex" || pack?.aliases.some((name) => reader.languages?.includes(name) === true) === true;
    if (!known)
      return refuse(
        reader,
        [...path, "language"],
        `"language" ${JSON.stringify(language)} is not supported inside a metavariable; there are "regex" and the rule's own`,
      );
  }
  const read = formula(value, path);
  if (read === undefined) return undefined;
  if (language === "regex" && hasPattern(read))
    return refuse(reader, [...path, "language"], '"language: regex" takes "pattern-regex" only');
  return { kind: "pattern", metavariable, formula: read };
}

/** True when some part is written in a language's syntax. */
export function hasPattern(formula: Formula): boolean {
  if (formula.kind === "pattern") return true;
  if (formula.kind === "regex") return false;
  if (formula.kind === "any") return formula.items.some(hasPattern);
  return [...formula.items, ...formula.inside, ...formula.not, ...formula.notInside].some(hasPattern);
}

/**
 * `(?!…)` and `(?=…)` at the beginning of an expression that is matched from the first character on are conditions of their own, so they are taken
 * apart and stay linear; anywhere else they are refused.
 */
function readRegexCondition(metavariable: string, value: Entry, path: Path, reader: Reader): Condition | undefined {
  const constant = value["constant-propagation"];
  if (constant !== undefined && typeof constant !== "boolean")
    return refuse(reader, [...path, "constant-propagation"], '"constant-propagation" is true or false');
  const where = [...path, "regex"];
  const written = readText(value["regex"], where, reader);
  if (written === undefined) return undefined;
  const { rest, unless, also } = leadingLooks(written);
  const source = readRegex(rest, where, reader);
  for (const part of [...unless, ...also]) {
    const outcome = safeRegex(part, { multiline: true });
    if (!outcome.ok) return refuse(reader, where, `regular expression: ${outcome.reason}`);
  }
  if (source === undefined) return undefined;
  return {
    kind: "regex",
    metavariable,
    source,
    ...(unless.length === 0 ? {} : { unless }),
    ...(also.length === 0 ? {} : { also }),
    ...(constant === true ? { constant } : {}),
  };
}

function leadingLooks(source: string): { rest: string; unless: string[]; also: string[] } {
  const flags = /^(?:\(\?[ims]+\))?/.exec(source)?.[0] ?? "";
  const unless: string[] = [];
  const also: string[] = [];
  let at = flags.length;
  if (source.startsWith("^(?", at) || source.startsWith("\\A(?", at)) at += source[at] === "^" ? 1 : 2;
  while (source.startsWith("(?!", at) || source.startsWith("(?=", at)) {
    const end = closingBracket(source, at);
    if (end < 0) break;
    (source[at + 2] === "!" ? unless : also).push(`${flags}(?:${source.slice(at + 3, end)})`);
    at = end + 1;
  }
  if (unless.length + also.length === 0) return { rest: source, unless, also };
  return { rest: `${flags}(?:${source.slice(at)})`, unless, also };
}

function closingBracket(source: string, open: number): number {
  let depth = 0;
  let inClass = false;
  for (let at = open; at < source.length; at++) {
    const unit = source[at];
    if (unit === "\\") at++;
    else if (inClass) inClass = unit !== "]";
    else if (unit === "[") inClass = true;
    else if (unit === "(") depth++;
    else if (unit === ")" && --depth === 0) return at;
  }
  return -1;
}

/** The texts under one key or, as a list, under the other. */
function names(value: Entry, one: string, many: string, path: Path, reader: Reader): readonly string[] | undefined {
  const list = value[many];
  if (list === undefined) {
    const name = readText(value[one], [...path, one], reader);
    return name === undefined ? undefined : [name];
  }
  if (value[one] !== undefined) return refuse(reader, [...path, one], `"${one}" beside "${many}"`);
  if (Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === "string")) return list;
  return refuse(reader, [...path, many], `"${many}" is a list of names`);
}
