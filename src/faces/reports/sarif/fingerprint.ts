const WINDOW = 100;
const BASE = 37n;
const SPACE = 32;
const TAB = 9;
const LF = 10;
const CR = 13;
/** Stands after the last character of a file. */
const END = 65_535;

/**
 * GitHub's `primaryLocationLineHash` of every line, at index line - 1: a polynomial hash (base 37, 64 bits) over the 100
 * characters from the start of the line on, where spaces and tabs do not count, every line end counts as one LF and the end of
 * the file is followed by NULs; then `:n`, the how-manieth line with this hash it is. The algorithm is that of
 * github/codeql-action, src/fingerprints.ts, so that alerts keep their identity whoever uploads.
 */
export function lineHashes(text: string): string[] {
  const { units, starts } = significantUnits(text);
  let top = 1n;
  for (let i = 0; i < WINDOW; i++) top = BigInt.asUintN(64, top * BASE);
  const at = (index: number) => BigInt(units[index] ?? 0);
  const counts = new Map<string, number>();
  const hashes: string[] = [];
  let hash = 0n;
  for (let i = 0; i < WINDOW; i++) hash = BigInt.asUintN(64, hash * BASE + at(i));
  let position = 0;
  for (const start of starts) {
    for (; position < start; position++) hash = BigInt.asUintN(64, hash * BASE + at(position + WINDOW) - top * at(position));
    const shown = hash.toString(16);
    const count = (counts.get(shown) ?? 0) + 1;
    counts.set(shown, count);
    hashes.push(`${shown}:${count}`);
  }
  return hashes;
}

/** The characters that count, and where among them each line begins. A line of blanks begins at its line end. */
function significantUnits(text: string): { units: number[]; starts: number[] } {
  const units: number[] = [];
  const starts: number[] = [];
  let lineStart = true;
  let afterCr = false;
  for (let i = 0; i <= text.length; i++) {
    const unit = i === text.length ? END : text.charCodeAt(i);
    const skipped = unit === SPACE || unit === TAB || (afterCr && unit === LF);
    afterCr = unit === CR;
    if (skipped) continue;
    if (lineStart) starts.push(units.length);
    const shown = unit === CR ? LF : unit;
    lineStart = shown === LF;
    units.push(shown);
  }
  return { units, starts };
}
