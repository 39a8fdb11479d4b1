import { ANY, type CharSet, complement, union, withBothCases } from "./char-set.ts";
import { type ClassReader, readClass, readEscape } from "./parse-class.ts";
import { type Dialect, type Regex, type RegexNode, RegexSyntaxError } from "./syntax.ts";

const MAX_SOURCE = 5000;
const MAX_DEPTH = 60;
/** A count beyond this is as good as none. */
const MAX_COUNT = 100_000;

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
}

const EMPTY: RegexNode = { op: "empty" };

/**
 * Reads a regular expression of JavaScript or of Python's `re`. `flags` are letters as in a literal (`ims`, and Python's `x`); others change
 * nothing here. Throws RegexSyntaxError, also for what is not built: conditional groups and set operations of the `v` flag.
 */
export function parseRegex(source: string, dialect: Dialect, flags = ""): Regex {
  if (source.length > MAX_SOURCE) throw new RegexSyntaxError(`longer than ${MAX_SOURCE} characters`);
  const python = dialect === "python";
  const names = new Map<string, number>();
  const reader: ClassReader = { source, python, at: 0 };
  let groups = 0;

  const initial = python ? /^\(\?([aiLmsux]+)\)/.exec(source) : null;
  if (initial !== null) reader.at = initial[0].length;
  const node = choice(flagsOf(flags + (initial?.[1] ?? "")), 0);
  if (reader.at < source.length) throw new RegexSyntaxError("a bracket is closed that was not opened");
  return { node, groups };

  function choice(own: Flags, depth: number): RegexNode {
    if (depth > MAX_DEPTH) throw new RegexSyntaxError(`nested deeper than ${MAX_DEPTH}`);
    const items: RegexNode[] = [];
    const written = new Set<string>();
    do {
      const start = reader.at;
      items.push(sequence(own, depth));
      written.add(source.slice(start, reader.at));
    } while (take("|"));
    if (items.length === 1) return items[0] as RegexNode;
    const sets = items.flatMap((item) => (item.op === "set" ? [item.set] : []));
    // Python's compiler makes one class of choices between single characters, unless they begin with the same one.
    const merges = python && sets.length === items.length && written.size > 1;
    return merges ? { op: "set", set: union(sets) } : { op: "choice", items };
  }

  function sequence(own: Flags, depth: number): RegexNode {
    const items: RegexNode[] = [];
    for (;;) {
      if (own.verbose) skipBlanks();
      const next = source[reader.at];
      if (next === undefined || next === "|" || next === ")") break;
      items.push(repeated(atom(own, depth), own));
    }
    return items.length === 1 ? (items[0] as RegexNode) : items.length === 0 ? EMPTY : { op: "sequence", items };
  }

  function skipBlanks(): void {
    for (;;) {
      const unit = source[reader.at];
      if (unit === undefined || !/[\s#]/.test(unit)) return;
      if (unit !== "#") reader.at++;
      else while (reader.at < source.length && source[reader.at] !== "\n") reader.at++;
    }
  }

  function repeated(inner: RegexNode, own: Flags): RegexNode {
    let node = inner;
    for (;;) {
      if (own.verbose) skipBlanks();
      const count = quantifier();
      if (count === undefined) return node;
      const lazy = take("?");
      const possessive = !lazy && python && take("+");
      const repeat: RegexNode = { op: "repeat", inner: node, ...count, lazy };
      node = possessive ? { op: "atomic", inner: repeat } : repeat;
    }
  }

  function quantifier(): { min: number; max: number } | undefined {
    if (take("*")) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (take("+")) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (take("?")) return { min: 0, max: 1 };
    const pattern = python ? /\{(\d*)(?:(,)(\d*))?\}/y : /\{(\d+)(?:(,)(\d*))?\}/y;
    pattern.lastIndex = reader.at;
    const match = pattern.exec(source);
    if (match === null || match[0] === "{}" || match[0] === "{,}") return undefined;
    reader.at = pattern.lastIndex;
    const number = (text: string | undefined): number => Math.min(Number(text), MAX_COUNT);
    const min = number(match[1] || "0");
    const max = match[2] === undefined ? min : match[3] ? number(match[3]) : Number.POSITIVE_INFINITY;
    if (max < min) throw new RegexSyntaxError("a count ends before it begins");
    return { min, max };
  }

  function atom(own: Flags, depth: number): RegexNode {
    const unit = source[reader.at] as string;
    if (unit === "(") return group(own, depth);
    if (unit === "[") {
      reader.at++;
      return chars(readClass(reader), own);
    }
    if (unit === "\\") return escape(own);
    if (unit === "*" || unit === "+" || unit === "?") throw new RegexSyntaxError("nothing to repeat");
    const code = source.codePointAt(reader.at) as number;
    reader.at += code > 0xffff ? 2 : 1;
    if (unit === "^") return { op: "edge", at: own.multiline ? "line-start" : "start" };
    if (unit === "$") return { op: "edge", at: own.multiline ? "line-end" : python ? "end-or-last-line-end" : "end" };
    if (unit !== ".") return chars([code, code], own);
    return { op: "set", set: own.dotAll ? ANY : complement(python ? [10, 10] : [10, 10, 13, 13, 0x2028, 0x2029]) };
  }

  function escape(own: Flags): RegexNode {
    const rest = source.slice(reader.at + 1, reader.at + 80);
    const edges: Readonly<Record<string, RegexNode>> = {
      b: { op: "edge", at: "word" },
      B: { op: "edge", at: "not-word" },
      ...(python ? { A: { op: "edge", at: "start" }, Z: { op: "edge", at: "end" } } : {}),
    };
    const edge = edges[rest[0] ?? ""];
    if (edge !== undefined) {
      reader.at += 2;
      return edge;
    }
    const back = /^([1-9]\d?)/.exec(rest) ?? (python ? null : /^k<([^>]+)>/.exec(rest));
    if (back !== null) {
      reader.at += 1 + back[0].length;
      return { op: "reference", index: /^\d/.test(back[0]) ? Number(back[1]) : (names.get(back[1] as string) ?? 0) };
    }
    return chars(readEscape(reader), own);
  }

  function chars(set: CharSet, own: Flags): RegexNode {
    return { op: "set", set: own.ignoreCase ? withBothCases(set) : set };
  }

  function group(own: Flags, depth: number): RegexNode {
    const head = /^\((?:\?(?:(:|=|!|>|<=|<!)|P?<([A-Za-z_$][\w$]*)>|P=(\w+)\)|#[^)]*\)|([aiLmsux]*)(?:-([imsx]+))?([:)])))?/.exec(
      source.slice(reader.at),
    ) as RegExpExecArray;
    const [whole, kind, name, reference, on, off, scoped] = head;
    reader.at += whole.length;
    if (whole === "(" && source[reader.at] === "?") throw new RegexSyntaxError("a group of this kind is not supported");
    if (reference !== undefined) return { op: "reference", index: names.get(reference) ?? 0 };
    if (whole.startsWith("(?#")) return EMPTY;
    if (scoped === ")") throw new RegexSyntaxError("flags in the middle of an expression are not supported");
    if (whole === "(" || name !== undefined) {
      const index = ++groups;
      if (name !== undefined) names.set(name, index);
      return { op: "group", index, inner: closed(own, depth) };
    }
    const inner = closed(scoped === undefined ? own : changed(own, on ?? "", off ?? ""), depth);
    if (kind === ":" || kind === undefined) return inner;
    if (kind === ">") return { op: "atomic", inner };
    return { op: "look", inner, behind: kind.startsWith("<"), negative: kind.endsWith("!") };
  }

  function closed(own: Flags, depth: number): RegexNode {
    const inner = choice(own, depth + 1);
    if (!take(")")) throw new RegexSyntaxError("a bracket is not closed");
    return inner;
  }

  function take(unit: string): boolean {
    if (source[reader.at] !== unit) return false;
    reader.at++;
    return true;
  }
}

function flagsOf(letters: string): Flags {
  return {
    ignoreCase: letters.includes("i"),
    multiline: letters.includes("m"),
    dotAll: letters.includes("s"),
    verbose: letters.includes("x"),
  };
}

function changed(flags: Flags, on: string, off: string): Flags {
  const added = flagsOf(on);
  const removed = flagsOf(off);
  return {
    ignoreCase: (flags.ignoreCase || added.ignoreCase) && !removed.ignoreCase,
    multiline: (flags.multiline || added.multiline) && !removed.multiline,
    dotAll: (flags.dotAll || added.dotAll) && !removed.dotAll,
    verbose: (flags.verbose || added.verbose) && !removed.verbose,
  };
}

/** Every set of characters in the expression, each once. */
export function setsOf(node: RegexNode): CharSet[] {
  const found = new Map<string, CharSet>();
  const visit = (inner: RegexNode): void => {
    if (inner.op === "set") found.set(inner.set.join(), inner.set);
    else if ("items" in inner) for (const item of inner.items) visit(item);
    else if ("inner" in inner) visit(inner.inner);
  };
  visit(node);
  return [...found.values()];
}
