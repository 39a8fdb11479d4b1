/** What a fuzzer came to. */
export interface Fuzzed {
  readonly kind: "fuzzed";
  readonly runs: number;
  /** The input that ended it, where one did. */
  readonly crash: Uint8Array | undefined;
  /** Inputs that reached something new, by name; with those it began with. */
  readonly corpus: readonly Uint8Array[];
}

/** What a search begins with, and how long it takes. */
export interface Search {
  readonly seeds: readonly Uint8Array[];
  readonly words: readonly string[];
  /** By the clock. */
  readonly seconds: number;
}

/** Bytes of an input. */
export const LONGEST = 4096;

/** A dictionary as libFuzzer and AFL++ read one. */
export function dictionary(words: readonly string[]): string {
  return words.map((word) => `"${escaped(word)}"\n`).join("");
}

function escaped(word: string): string {
  return [...Buffer.from(word, "latin1")].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}
