import { type CharSet, complement, DIGIT, SPACE, union, WORD } from "./char-set.ts";
import { RegexSyntaxError } from "./syntax.ts";

/** A position in an expression that the functions here move on. */
export interface ClassReader {
  readonly source: string;
  readonly python: boolean;
  at: number;
}

const SHORTHANDS: Readonly<Record<string, CharSet>> = {
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, "0": 0 };
/** Unicode properties are taken for letters and digits: close enough to tell which repetitions overlap. */
const LETTERS: CharSet = union([WORD, [0xc0, 0xffff]]);

/** After `[`: up to and with the closing `]`. */
export function readClass(reader: ClassReader): CharSet {
  const { source, python } = reader;
  const negative = source[reader.at] === "^";
  if (negative) reader.at++;
  const first = reader.at;
  const parts: CharSet[] = [];
  for (;;) {
    const unit = source[reader.at];
    if (unit === undefined) throw new RegexSyntaxError("a class of characters is not closed");
    if (unit === "]" && !(python && reader.at === first)) break;
    const low = readMember(reader);
    if (source[reader.at] !== "-" || source[reader.at + 1] === "]" || source[reader.at + 1] === undefined) {
      parts.push(low);
      continue;
    }
    reader.at++;
    const high = readMember(reader);
    const from = low.length === 2 && low[0] === low[1] ? low[0] : undefined;
    const to = high.length === 2 && high[0] === high[1] ? high[0] : undefined;
    if (from === undefined || to === undefined) parts.push(low, [0x2d, 0x2d], high);
    else if (from > to) throw new RegexSyntaxError("a range of characters ends before it begins");
    else parts.push([from, to]);
  }
  reader.at++;
  const set = union(parts);
  return negative ? complement(set) : set;
}

function readMember(reader: ClassReader): CharSet {
  if (reader.source[reader.at] === "\\") {
    if (reader.source[reader.at + 1] !== "b") return readEscape(reader);
    reader.at += 2;
    return [8, 8];
  }
  const code = reader.source.codePointAt(reader.at) as number;
  reader.at += code > 0xffff ? 2 : 1;
  return [code, code];
}

/** At a backslash: the characters that the escape stands for. */
export function readEscape(reader: ClassReader): CharSet {
  const rest = reader.source.slice(reader.at + 1, reader.at + 80);
  const letter = rest[0];
  if (letter === undefined) throw new RegexSyntaxError("the expression ends with a backslash");
  const done = (length: number, set: CharSet): CharSet => {
    reader.at += 1 + length;
    return set;
  };
  const shorthand = SHORTHANDS[letter];
  if (shorthand !== undefined) return done(1, shorthand);
  const property = /^([pP])\{[^}]*\}/.exec(rest);
  if (property !== null && !reader.python) return done(property[0].length, property[1] === "p" ? LETTERS : complement(LETTERS));
  const hex = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8}))/.exec(rest);
  if (hex !== null) {
    const code = Math.min(Number.parseInt((hex[1] ?? hex[2] ?? hex[3] ?? hex[4]) as string, 16), 0x10ffff);
    return done(hex[0].length, [code, code]);
  }
  const control = /^c([A-Za-z])/.exec(rest);
  if (control !== null && !reader.python) {
    const code = (control[1] as string).charCodeAt(0) & 31;
    return done(2, [code, code]);
  }
  const octal = /^[0-7]{2,3}/.exec(rest);
  if (octal !== null) {
    const code = Number.parseInt(octal[0], 8);
    return done(octal[0].length, [code, code]);
  }
  const code = reader.python && letter === "a" ? 7 : (CONTROLS[letter] ?? (rest.codePointAt(0) as number));
  return done(code > 0xffff ? 2 : 1, [code, code]);
}
