const WINDOW = 100;
/** So many lines of a file are counted one by one. */
const FEW = 16;
const BASE = 37;
/** A 64-bit number is kept as two halves of 32 bits, which is many times faster than BigInt. */
const HALF = 2 ** 32;
const SPACE = 32;
const TAB = 9;
const LF = 10;
const CR = 13;
/** Stands after the last character of a file. */
const END = 65_535;

/**
 * GitHub's `primaryLocationLineHash` of a text's lines, asked for by line from 1: a polynomial hash (base 37, 64 bits) over the 100
 * characters from the start of the line on, where spaces and tabs do not count, every line end counts as one LF and the end of
 * the file is followed by NULs; then `:n`, the how-manieth line with this hash it is. The algorithm is that of
 * github/codeql-action, src/fingerprints.ts, so that alerts keep their identity whoever uploads.
 */
export function lineHashes(text: string): (line: number) => string | undefined {
  const { highs, lows } = rolled(text);
  let asked = 0;
  let all: Uint32Array | undefined;
  return (line) => {
    const at = line - 1;
    const [high, low] = [highs[at], lows[at]];
    if (high === undefined || low === undefined) return undefined;
    // A few answers need no table of the whole file.
    const count = ++asked <= FEW ? occurrence(highs, lows, at) : (all ??= occurrences(highs, lows))[at];
    return `${high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, "0")}:${count}`;
  };
}

/** The hash of every line, its upper and its lower 32 bits. */
function rolled(text: string): { highs: Float64Array; lows: Float64Array } {
  const { units, starts } = significantUnits(text);
  const highs = new Float64Array(starts.length);
  const lows = new Float64Array(starts.length);
  // hash = hash * BASE + entering - BASE ** WINDOW * leaving, modulo 2 ** 64; every product stays below 2 ** 53.
  // Written out in one loop: a closure would keep the two numbers on the heap.
  let high = 0;
  let low = 0;
  let position = -WINDOW;
  for (let line = 0; line < starts.length; line++) {
    for (const start = starts[line] as number; position < start; position++) {
      const leaving = position < 0 ? 0 : (units[position] as number);
      const sum = low * BASE + (units[position + WINDOW] as number) - TOP.low * leaving;
      const carry = Math.floor(sum / HALF);
      low = sum - carry * HALF;
      const upper = high * BASE + carry - TOP.high * leaving;
      high = upper - Math.floor(upper / HALF) * HALF;
    }
    highs[line] = high;
    lows[line] = low;
  }
  return { highs, lows };
}

/** How many lines up to this one, itself included, have its hash. */
function occurrence(highs: Float64Array, lows: Float64Array, at: number): number {
  let count = 0;
  for (let line = 0; line <= at; line++) if (lows[line] === lows[at] && highs[line] === highs[at]) count++;
  return count;
}

function occurrences(highs: Float64Array, lows: Float64Array): Uint32Array {
  const counts = new Map<string, number>();
  return Uint32Array.from(lows, (low, line) => {
    const key = `${highs[line]} ${low}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  });
}

/** BASE ** WINDOW modulo 2 ** 64. */
const TOP = power();

function power(): { readonly high: number; readonly low: number } {
  let value = 1n;
  for (let i = 0; i < WINDOW; i++) value = BigInt.asUintN(64, value * BigInt(BASE));
  return { high: Number(value >> 32n), low: Number(value & 0xffffffffn) };
}

/** The characters that count, followed by NULs, and where among them each line begins. A line of blanks begins at its line end. */
function significantUnits(text: string): { units: Uint16Array; starts: number[] } {
  const units = new Uint16Array(text.length + 1 + WINDOW);
  const starts: number[] = [];
  let length = 0;
  let lineStart = true;
  let afterCr = false;
  for (let i = 0; i <= text.length; i++) {
    const unit = i === text.length ? END : text.charCodeAt(i);
    const skipped = unit === SPACE || unit === TAB || (afterCr && unit === LF);
    afterCr = unit === CR;
    if (skipped) continue;
    if (lineStart) starts.push(length);
    const shown = unit === CR ? LF : unit;
    lineStart = shown === LF;
    units[length++] = shown;
  }
  return { units, starts };
}
