/** A set of code points: from, to, from, to …, both inclusive, ascending and apart. */
export type CharSet = readonly number[];

const LAST = 0x10ffff;

export const ANY: CharSet = [0, LAST];
export const DIGIT: CharSet = [0x30, 0x39];
export const WORD: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
export const SPACE: CharSet = [9, 13, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f];

export function union(sets: readonly CharSet[]): CharSet {
  const ranges: (readonly [number, number])[] = [];
  for (const set of sets) for (let at = 0; at < set.length; at += 2) ranges.push([set[at] as number, set[at + 1] as number]);
  ranges.sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [from, to] of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last + 1) merged[merged.length - 1] = Math.max(last, to);
    else merged.push(from, to);
  }
  return merged;
}

export function complement(set: CharSet): CharSet {
  const rest: number[] = [];
  let from = 0;
  for (let at = 0; at < set.length; at += 2) {
    if ((set[at] as number) > from) rest.push(from, (set[at] as number) - 1);
    from = (set[at + 1] as number) + 1;
  }
  if (from <= LAST) rest.push(from, LAST);
  return rest;
}

export function holds(set: CharSet, code: number): boolean {
  for (let at = 0; at < set.length; at += 2) {
    if (code < (set[at] as number)) return false;
    if (code <= (set[at + 1] as number)) return true;
  }
  return false;
}

/** The set with the other case of its ASCII letters. */
export function withBothCases(set: CharSet): CharSet {
  const added: CharSet[] = [set];
  for (let at = 0; at < set.length; at += 2) {
    const from = set[at] as number;
    const to = set[at + 1] as number;
    for (const [low, high, shift] of [
      [0x41, 0x5a, 32],
      [0x61, 0x7a, -32],
    ] as const) {
      const start = Math.max(from, low);
      const end = Math.min(to, high);
      if (start <= end) added.push([start + shift, end + shift]);
    }
  }
  return added.length === 1 ? set : union(added);
}

/** The alphabet cut into classes that no set tells apart. */
export interface Alphabet {
  /** One code point for each class, a printable one where there is one. */
  readonly letters: readonly number[];
  /** Classes of each set, in the order of the sets. */
  readonly classes: readonly (readonly number[])[];
  /** A class in none of the sets, or -1. */
  readonly outside: number;
}

/** Code points that make a readable attack, best first. */
const PREFERRED = Array.from("aA0 -._/:,;@=!x\t\n", (char) => char.charCodeAt(0));

export function alphabetOf(sets: readonly CharSet[]): Alphabet {
  const cuts = new Set<number>([0]);
  for (const set of sets) for (let at = 0; at < set.length; at += 2) cuts.add(set[at] as number).add((set[at + 1] as number) + 1);
  const starts = [...cuts].filter((cut) => cut <= LAST).toSorted((a, b) => a - b);
  const byMembers = new Map<string, { letter: number; members: number[] }>();
  for (const [index, start] of starts.entries()) {
    const end = (starts[index + 1] ?? LAST + 1) - 1;
    const members = sets.flatMap((set, at) => (holds(set, start) ? [at] : []));
    const letter = PREFERRED.find((code) => start <= code && code <= end) ?? printable(start, end);
    const key = members.join();
    const known = byMembers.get(key);
    if (known === undefined) byMembers.set(key, { letter, members });
    else if (rank(letter) < rank(known.letter)) known.letter = letter;
  }
  const classes: number[][] = sets.map(() => []);
  const letters: number[] = [];
  let outside = -1;
  for (const { letter, members } of byMembers.values()) {
    for (const member of members) classes[member]?.push(letters.length);
    if (members.length === 0) outside = letters.length;
    letters.push(letter);
  }
  return { letters, classes, outside };
}

function printable(start: number, end: number): number {
  return start < 0x21 && end >= 0x21 ? 0x21 : start;
}

function rank(code: number): number {
  const preferred = PREFERRED.indexOf(code);
  if (preferred >= 0) return preferred;
  return code > 0x20 && code < 0x7f ? 100 : 1000 + code;
}
