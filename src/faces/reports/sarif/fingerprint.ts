const WINDOW = 100;
/** So many lines of a file are counted one by one. */
const FEW = 16;
const BASE = 37;
/** A 64-bit number is kept as two halves of 32 bits, which is many times faster than BigInt. */
const HALF = 2 ** 32;
/** An odd number with bits everywhere (2 ** 32 divided by the golden ratio). */
const SPREAD = 0x9e3779b1;
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

/**
 * The hash of every line, its upper and its lower 32 bits. With the hash of everything before each character, a window's is that before its end less that before
 * its start times BASE ** WINDOW: a character then costs one step and no window is rolled along.
 */
function rolled(text: string): { highs: Uint32Array; lows: Uint32Array } {
  const { units, starts } = significantUnits(text);
  const highs = new Uint32Array(starts.length);
  const lows = new Uint32Array(starts.length);
  // Modulo 2 ** 64; every product stays below 2 ** 53. Written out in one loop: a closure would keep the two numbers on the heap.
  let high = 0;
  let low = 0;
  let at = 0;
  for (let [begun, ended] = [0, 0]; ended < starts.length; ) {
    const end = (starts[ended] as number) + WINDOW;
    const stop = Math.min(starts[begun] ?? end, end);
    for (; at + 4 <= stop; at += 4) {
      const first = Math.imul(units[at] as number, BASE) + (units[at + 1] as number);
      const last = Math.imul(units[at + 2] as number, BASE) + (units[at + 3] as number);
      const sum = low * BASE ** 4 + first * BASE ** 2 + last;
      low = sum >>> 0;
      high = (Math.imul(high, BASE ** 4) + (sum - low) / HALF) >>> 0;
    }
    for (; at < stop; at++) {
      const sum = low * BASE + (units[at] as number);
      low = sum >>> 0;
      high = (Math.imul(high, BASE) + (sum - low) / HALF) >>> 0;
    }
    if (stop === starts[begun]) {
      const [top, bottom] = timesPower(high, low);
      highs[begun] = top;
      lows[begun++] = bottom;
    } else {
      const difference = low - (lows[ended] as number);
      highs[ended] = high - (highs[ended] as number) - (difference < 0 ? 1 : 0);
      lows[ended++] = difference;
    }
  }
  return { highs, lows };
}

/** A number times BASE ** WINDOW, modulo 2 ** 64. */
function timesPower(high: number, low: number): readonly [number, number] {
  const [lowTop, lowBottom] = [low >>> 16, low & 0xffff];
  const bottom = lowBottom * TOP.low;
  const middle = lowTop * TOP.low + Math.floor(bottom / 2 ** 16);
  const carried = Math.floor(middle / 2 ** 16);
  const top = Math.imul(high, TOP.low) + Math.imul(low, TOP.high) + carried;
  return [top >>> 0, ((middle % 2 ** 16) * 2 ** 16 + (bottom % 2 ** 16)) >>> 0];
}

/** How many lines up to this one, itself included, have its hash. */
function occurrence(highs: Uint32Array, lows: Uint32Array, at: number): number {
  let count = 0;
  for (let line = 0; line <= at; line++) if (lows[line] === lows[at] && highs[line] === highs[at]) count++;
  return count;
}

/** Steps to a free slot of the table, for a line on average; more is no accident. */
const STEPS = 8;

/** {@link occurrence} of every line, through a table with open addresses: a slot holds the number of the last line with its hash, from 1. */
function occurrences(highs: Uint32Array, lows: Uint32Array): Uint32Array {
  const mask = 2 ** Math.ceil(Math.log2(lows.length + 1) + 1) - 1;
  const slots = new Uint32Array(mask + 1);
  const counts = new Uint32Array(lows.length);
  let steps = STEPS * lows.length;
  for (let line = 0; line < lows.length; line++) {
    const [high, low] = [highs[line] as number, lows[line] as number];
    let slot = Math.imul(high ^ low, SPREAD) & mask;
    let last = slots[slot] as number;
    while (last !== 0 && (lows[last - 1] !== low || highs[last - 1] !== high)) {
      if (steps-- === 0) return slowOccurrences(highs, lows);
      slot = (slot + 1) & mask;
      last = slots[slot] as number;
    }
    counts[line] = last === 0 ? 1 : (counts[last - 1] as number) + 1;
    slots[slot] = line + 1;
  }
  return counts;
}

/** For lines whose hashes were made to meet in one slot. */
function slowOccurrences(highs: Uint32Array, lows: Uint32Array): Uint32Array {
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
