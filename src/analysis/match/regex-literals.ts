const MAX_LITERALS = 60;
const MIN_LENGTH = 3;
/** Such texts tell something even when they are short. */
const NO_WORD = /^[^\w\s]+$/;

/**
 * Sets of lower-case texts: of each set at least one must occur, case aside, wherever the RE2 expression matches. None when none can be told.
 * Errs on the side of less.
 */
export function regexLiterals(source: string): readonly (readonly string[])[] {
  if (/\(\?[a-zA-Z]*x|\\Q/.test(source)) return [];
  const sets: (readonly string[])[] = [];
  const reader: Reader = { source, at: 0 };
  const found = alternatives(reader, 0, (set) => sets.push(set));
  if (reader.at !== source.length) return [];
  return sets.length > 0 ? sets : found === undefined ? [] : [found];
}

interface Reader {
  readonly source: string;
  at: number;
}

type Literals = readonly string[] | undefined;

/** `each` gets all that one sequence alone needs; nothing where there are several. */
function alternatives(reader: Reader, depth: number, each?: (set: readonly string[]) => void): Literals {
  const own: (readonly string[])[] = [];
  const sets: Literals[] = [sequence(reader, depth, own)];
  while (reader.source[reader.at] === "|") {
    reader.at++;
    sets.push(sequence(reader, depth, []));
  }
  if (sets.length === 1) for (const set of own) each?.(set);
  if (sets.includes(undefined)) return undefined;
  const union = [...new Set(sets.flatMap((set) => set ?? []))];
  return union.length > MAX_LITERALS ? undefined : union;
}

/** The best of the sets that are needed, all of which are added to `needed`. */
function sequence(reader: Reader, depth: number, needed: (readonly string[])[]): Literals {
  const { source } = reader;
  let best: Literals;
  let run = "";
  const offer = (set: Literals): void => {
    if (set === undefined || (shortest(set) < MIN_LENGTH && !set.every((text) => NO_WORD.test(text)))) return;
    needed.push(set);
    if (shortest(set) < MIN_LENGTH) return;
    if (best === undefined || shortest(set) > shortest(best)) best = set;
  };
  const flush = (): void => {
    if (run !== "") offer([run.toLowerCase()]);
    run = "";
  };
  while (reader.at < source.length && source[reader.at] !== "|" && source[reader.at] !== ")") {
    const item = atom(reader, depth);
    const optional = quantifier(reader);
    if (typeof item === "string") {
      if (optional !== "skip") run += item;
      if (optional !== "once") flush();
    } else {
      flush();
      if (optional !== "skip") offer(item);
    }
  }
  flush();
  return best;
}

function shortest(set: readonly string[]): number {
  return Math.min(...set.map((text) => text.length));
}

/** A literal character, or the literals of a group; undefined for what can be many things. */
function atom(reader: Reader, depth: number): string | Literals {
  const { source } = reader;
  const unit = source[reader.at++] as string;
  if (unit === "\\") {
    const escaped = source[reader.at++] ?? "";
    if (!/[a-zA-Z0-9]/.test(escaped)) return escaped;
    const braces = /^[xpP]\{[^}]*\}/.exec(source.slice(reader.at - 1));
    if (braces !== null) reader.at += braces[0].length - 1;
    else if (escaped === "x") reader.at += 2;
    else if (escaped === "p" || escaped === "P") reader.at++;
    return undefined;
  }
  if (unit === "[") return skipClass(reader);
  if (unit === "(") {
    const head = /^\?(?:P?<\w+>|[a-zA-Z-]*:)|^\?[a-zA-Z-]+\)/.exec(source.slice(reader.at));
    if (head !== null) reader.at += head[0].length;
    if (head?.[0].endsWith(")")) return undefined;
    const inner = depth > 50 ? undefined : alternatives(reader, depth + 1);
    reader.at = source[reader.at] === ")" ? reader.at + 1 : Number.POSITIVE_INFINITY;
    return inner;
  }
  return ".^$*+?{".includes(unit) || unit > "~" ? undefined : unit;
}

function skipClass(reader: Reader): undefined {
  const { source } = reader;
  if (source[reader.at] === "^") reader.at++;
  if (source[reader.at] === "]") reader.at++;
  while (reader.at < source.length && source[reader.at] !== "]") {
    if (source.startsWith("[:", reader.at)) reader.at = source.indexOf(":]", reader.at) + 1;
    reader.at += source[reader.at] === "\\" ? 2 : 1;
  }
  reader.at++;
  return undefined;
}

/** `once`: no quantifier; `skip`: may be absent; `many`: at least once. */
function quantifier(reader: Reader): "once" | "skip" | "many" {
  const match = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(reader.source.slice(reader.at, reader.at + 20));
  if (match === null) return "once";
  reader.at += match[0].length;
  return match[0].startsWith("+") || (match[1] !== undefined && Number(match[1]) > 0) ? "many" : "skip";
}
