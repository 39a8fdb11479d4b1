import { type Ambiguity, ambiguities, type Effort } from "./ambiguity.ts";
import { type Automaton, automatonOf } from "./automaton.ts";
import { backtrackingSteps } from "./backtrack.ts";
import { parseRegex } from "./parse-regex.ts";
import { type Program, programOf } from "./program.ts";
import { type Dialect, RegexSyntaxError } from "./syntax.ts";

/** A text that keeps a backtracking engine busy: `prefix`, many times `pump`, `suffix`. */
export interface Attack {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

export type BlowUp = Verdict & {
  /** Work that it took, in counted steps; the same for the same expression. */
  readonly effort: number;
};

type Verdict =
  /** No ambiguous repetition that a text can make use of. */
  | { readonly kind: "safe" }
  /** Shown by running the attack: steps double with a few more repetitions. */
  | { readonly kind: "exponential"; readonly attack: Attack }
  /** Shown by running the attack from one position: steps grow with this power of its length, at least 2. */
  | { readonly kind: "polynomial"; readonly degree: number; readonly attack: Attack }
  /** Not valid, or too large to be told. */
  | { readonly kind: "unknown"; readonly reason: string };

const SEARCH_EFFORT = 400_000;
const RUN_STEPS = 250_000;
/** All runs for one expression together. */
const TOTAL_STEPS = 6_000_000;
/** Repetitions that exponential growth needs at most to use up the steps. */
const SHORT = 36;
const LONG = [40, 80, 160] as const;
const MAX_SUFFIXES = 10;

const KEPT = 500;
const kept = new Map<string, BlowUp>();

/**
 * Whether a text can make a backtracking engine take exponential or polynomial time on an expression. Ambiguous repetitions are found on its automaton
 * and every claim is proven by running its attack on a model of the engine, so that anchors, look-arounds and what is matched greedily count.
 * Time is bounded by counted effort, the same for equal input. Loops that only overlap with the search for a place to begin do not count.
 */
export function blowUp(source: string, dialect: Dialect, flags = ""): BlowUp {
  const key = `${dialect} ${flags} ${source}`;
  let result = kept.get(key);
  if (result === undefined) {
    result = examine(source, dialect, flags);
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, result);
  }
  return result;
}

function examine(source: string, dialect: Dialect, flags: string): BlowUp {
  const search: Effort = { left: SEARCH_EFFORT };
  const runs: Effort = { left: TOTAL_STEPS };
  const verdict = judge(source, dialect, flags, search, runs);
  return { ...verdict, effort: source.length + SEARCH_EFFORT - search.left + TOTAL_STEPS - runs.left };
}

function judge(source: string, dialect: Dialect, flags: string, search: Effort, runs: Effort): Verdict {
  if (!/[*+{]/.test(source)) return { kind: "safe" };
  try {
    const regex = parseRegex(source, dialect, flags);
    const automaton = automatonOf(regex.node);
    const program = automaton === undefined ? undefined : programOf(regex);
    if (automaton === undefined || program === undefined) return { kind: "unknown", reason: "too large" };
    const candidates = ambiguities(automaton, search);
    const proven = prove(candidates, automaton, program, runs);
    if (proven !== undefined) return proven;
    return search.left < 0 ? { kind: "unknown", reason: "too many ways to match" } : { kind: "safe" };
  } catch (error) {
    if (!(error instanceof RegexSyntaxError)) throw error;
    return { kind: "unknown", reason: error.message };
  }
}

/** The worst candidate that holds when it is run. */
function prove(candidates: readonly Ambiguity[], { alphabet }: Automaton, program: Program, budget: Effort): Verdict | undefined {
  const steps = ({ prefix, pump, suffix }: Attack, times: number): number => {
    const limit = Math.min(RUN_STEPS, Math.max(budget.left, 0));
    const taken = backtrackingSteps(program, prefix + pump.repeat(times) + suffix, limit);
    budget.left -= taken;
    return taken;
  };
  const suffixes = suffixesOf(alphabet.letters, alphabet.outside);
  let worst: Extract<Verdict, { kind: "polynomial" }> | undefined;
  for (const { growth, prefix, pump } of candidates) {
    for (const suffix of suffixes) {
      const attack = { prefix, pump, suffix };
      const few = Math.ceil(SHORT / Math.min(pump.length, 2));
      if (growth === "exponential" && steps(attack, few) >= RUN_STEPS) return { kind: "exponential", attack };
      const degree = degreeOf((times) => steps(attack, times));
      if (degree >= 2 && degree > (worst?.degree ?? 0)) worst = { kind: "polynomial", degree, attack };
      if (degree >= 2) break;
    }
  }
  return worst;
}

/** The power with which steps grow, rounded; what uses up the steps is at least of the power at which it does. */
function degreeOf(steps: (times: number) => number): number {
  const [few, more, many] = LONG.map(steps) as [number, number, number];
  if (more >= RUN_STEPS) return few >= RUN_STEPS ? 4 : 3;
  return Math.round(Math.log2(many >= RUN_STEPS ? more / few : many / more));
}

/** Texts to end with so that the match fails: a letter that fits nowhere, a line end, nothing, and letters of the expression. */
function suffixesOf(letters: readonly number[], outside: number): string[] {
  const text = (code: number): string => String.fromCodePoint(code);
  const strange = outside < 0 ? [] : [text(letters[outside] as number)];
  return [...new Set([...strange, "\n\n", "", ...letters.map(text)])].slice(0, MAX_SUFFIXES);
}
