/** Punctuation is rarer than letters. */
const RARE = /^[^\w\s]{2}|^\w{4}/;

/**
 * The end of an RE2 expression from some fixed text on that stands behind a loop: where it matches nowhere, the whole does not either. It is far less work, as an engine
 * skips to the fixed text it begins with. Undefined when there is none.
 */
export function tailOf(source: string): string | undefined {
  if (/\(\?[a-zA-Z]*x|\\Q/.test(source)) return undefined;
  const [head = ""] = /^\(\?[a-z]+\)/.exec(source) ?? [];
  let looped = false;
  let run = "";
  let begun = 0;
  let found: number | undefined;
  for (let at = head.length; at < source.length; ) {
    const next = afterAtom(source, at);
    if (next === undefined) return undefined;
    const literal = literalOf(source.slice(at, next));
    const [quantifier = ""] = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(next)) ?? [];
    if (literal === undefined || quantifier !== "") run = "";
    else {
      if (run === "") begun = at;
      run += literal;
      if (looped && RARE.test(run)) found ??= begun;
    }
    if (quantifier !== "" && !quantifier.startsWith("?")) looped = true;
    at = next + quantifier.length;
  }
  return found === undefined ? undefined : head + source.slice(found);
}

/** The character that a piece of an expression stands for. */
function literalOf(atom: string): string | undefined {
  if (/^\\[^\w\s]$/.test(atom)) return atom.slice(1);
  return /^[^\\[\](){}|.^$*+?]$/.test(atom) ? atom : undefined;
}

/** Where the piece that begins here ends; undefined for alternatives of the whole and for what is not understood. */
function afterAtom(source: string, at: number): number | undefined {
  const first = source[at] as string;
  if (first === "\\") return at + escapeLength(source, at);
  if (first === "[") return afterClass(source, at);
  if (first === "|" || first === ")") return undefined;
  if (first !== "(") return at + 1;
  let open = 0;
  for (let next = at; next < source.length; ) {
    const unit = source[next];
    if (unit === "\\") next += escapeLength(source, next);
    else if (unit === "[") {
      const end = afterClass(source, next);
      if (end === undefined) return undefined;
      next = end;
    } else {
      next++;
      if (unit === "(") open++;
      else if (unit === ")" && --open === 0) return next;
    }
  }
  return undefined;
}

function escapeLength(source: string, at: number): number {
  const [escape = "\\."] = /^\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|..)|[\s\S])/u.exec(source.slice(at)) ?? [];
  return escape.length;
}

/** Behind the bracket that closes a class. */
function afterClass(source: string, at: number): number | undefined {
  const [whole] = /^\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]/.exec(source.slice(at)) ?? [];
  return whole === undefined ? undefined : at + whole.length;
}
