export interface JsonFlaw {
  readonly kind: "duplicate-key" | "not-finite" | "too-deep" | "trailing-text";
  /** UTF-16 offset. */
  readonly at: number;
  readonly what: string;
}

const NAME = /[A-Za-z_]+/uy;
const SPACE = /[\t\n\r ]*/uy;

/**
 * What JSON.parse would pass over or answer with an unclear message: a key that stands twice in one object, NaN and infinities, nesting beyond
 * `maxDepth`, text behind the document. Undefined for everything else, other faults of syntax among it. One pass, no recursion, never throws.
 */
export function jsonFlaw(text: string, maxDepth: number): JsonFlaw | undefined {
  /** Keys of the open objects; undefined for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    if (letter === '"') {
      const end = stringEnd(text, at);
      if (end === -1) return undefined;
      if (isKey) {
        const key = unquoted(text.slice(at, end + 1));
        if (open.at(-1)?.has(key) === true) return { kind: "duplicate-key", at, what: key };
        open.at(-1)?.add(key);
        isKey = false;
      }
      at = end;
    } else if (letter === "{" || letter === "[") {
      if (open.length >= maxDepth) return { kind: "too-deep", at, what: `more than ${maxDepth} levels` };
      open.push(letter === "{" ? new Set() : undefined);
      isKey = letter === "{";
    } else if (letter === "}" || letter === "]") {
      if (open.length === 0) return undefined;
      open.pop();
      isKey = false;
      if (open.length === 0) return behind(text, at + 1);
    } else if (letter === ",") {
      isKey = open.at(-1) !== undefined;
    } else if (letter === "N" || letter === "I") {
      const name = matchAt(NAME, text, at);
      if (name === "NaN" || name === "Infinity") return { kind: "not-finite", at, what: name };
    }
  }
  return undefined;
}

/** The offset of the closing quote, or -1. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/** Keys that are written in two ways are one key. */
function unquoted(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    // An escape that JSON does not know: the parser will say so.
    return quoted;
  }
}

function behind(text: string, end: number): JsonFlaw | undefined {
  const at = end + matchAt(SPACE, text, end).length;
  return at === text.length ? undefined : { kind: "trailing-text", at, what: text.slice(at, at + 20) };
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
