import { ambiguities, type Effort } from "./ambiguity.ts";
import { automatonOf } from "./automaton.ts";
import { parseRegex } from "./parse-regex.ts";
import { OWN_DIALECT, RegexSyntaxError } from "./syntax.ts";

const SEARCH_EFFORT = 100_000;
/** Steps that one attempt may take at worst. */
const STEPS = 1_000_000;
const LONGEST = 4000;
/** Below this nothing is gained. */
const SHORTEST = 16;

/**
 * Length of the texts up to which a backtracking engine is done with one attempt in about a million steps, 0 where that is not known: without a loop that reads one text in
 * two ways time grows at most with a power of the length, one more than there are pairs of loops that share a text. The expression is one for the engine that this program runs on.
 */
export function reachOf(source: string, flags: string): number {
  if (!/[*+{]/.test(source)) return LONGEST;
  const effort: Effort = { left: SEARCH_EFFORT };
  try {
    const automaton = automatonOf(parseRegex(source, OWN_DIALECT, flags).node);
    if (automaton === undefined) return 0;
    const found = ambiguities(automaton, effort);
    if (effort.left < 0 || found.some(({ growth }) => growth === "exponential")) return 0;
    const length = Math.floor(STEPS ** (1 / (found.length + 1)));
    return length < SHORTEST ? 0 : Math.min(length, LONGEST);
  } catch (error) {
    if (error instanceof RegexSyntaxError) return 0;
    throw error;
  }
}
