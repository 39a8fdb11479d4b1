import type { Match } from "./ground.ts";

/** Without matches that have the place and the bindings of one before them. */
export function unique(matches: readonly Match[]): readonly Match[] {
  if (matches.length < 2 || rising(matches)) return matches;
  return inOrder(matches) ? uniqueByRuns(matches) : uniqueByPlace(matches);
}

/** True when no two can be the same: each begins after the one before it. */
function rising(matches: readonly Match[]): boolean {
  for (let index = 1; index < matches.length; index++)
    if ((matches[index] as Match).start <= (matches[index - 1] as Match).start) return false;
  return true;
}

function inOrder(matches: readonly Match[]): boolean {
  for (let index = 1; index < matches.length; index++)
    if ((matches[index] as Match).start < (matches[index - 1] as Match).start) return false;
  return true;
}

/** More than so many that begin at one place are told apart by a table. */
const MAX_RUN = 24;

function uniqueByRuns(matches: readonly Match[]): readonly Match[] {
  const kept: Match[] = [];
  /** Where in `kept` those begin that start as the last one does. */
  let run = 0;
  for (const match of matches) {
    if (kept.length > 0 && (kept[kept.length - 1] as Match).start !== match.start) run = kept.length;
    if (kept.length - run > MAX_RUN) return uniqueByPlace(matches);
    let same = false;
    for (let index = run; index < kept.length && !same; index++) same = areSame(kept[index] as Match, match);
    if (!same) kept.push(match);
  }
  return kept;
}

function areSame(a: Match, b: Match): boolean {
  if (a.end !== b.end) return false;
  // Mostly both come from one pattern, which binds in one order.
  let x = a.env;
  let y = b.env;
  while (x !== undefined && y !== undefined && x !== y && x.name === y.name) {
    if (x.start !== y.start || x.end !== y.end) return false;
    x = x.next;
    y = y.next;
  }
  return x === y || bindingsOf(a) === bindingsOf(b);
}

/** Files are far smaller than 2^26 units, so both ends of a place fit one exact number. */
const WIDTH = 2 ** 26;

function uniqueByPlace(matches: readonly Match[]): readonly Match[] {
  const places = new Map<number, Match | Set<string>>();
  return matches.filter((match) => {
    const place = match.start * WIDTH + match.end;
    const known = places.get(place);
    if (known === undefined) {
      places.set(place, match);
      return true;
    }
    // Names are compared only where two matches share a place, which few do.
    const names = known instanceof Set ? known : new Set([bindingsOf(known)]);
    places.set(place, names);
    const own = bindingsOf(match);
    if (names.has(own)) return false;
    names.add(own);
    return true;
  });
}

/** What a match binds, the same text for the same bindings in any order. */
function bindingsOf({ env }: Match): string {
  const names: string[] = [];
  for (let binding = env; binding !== undefined; binding = binding.next)
    names.push(`${binding.name}=${binding.start}-${binding.end}`);
  return names.toSorted().join();
}
