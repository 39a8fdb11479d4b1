import type { Grammar, KindSet } from "./grammar.ts";
import type { Pattern } from "./pattern.ts";
import { rootOf } from "./root.ts";

const known = new WeakMap<Pattern, KindSet | null>();

/** Kinds of nodes at which a match of the pattern can begin, those that are looked through included; undefined for any. */
export function gateOf(pattern: Pattern, grammar: Grammar): KindSet | undefined {
  let gate = known.get(pattern);
  if (gate === undefined) {
    // A text may stand behind a name, a block may be one statement without braces.
    const open = pattern.op === "string" || pattern.op === "block";
    const kinds = open ? undefined : rootOf(pattern, grammar, grammar.transparent.length).kinds;
    gate = kinds?.map((flag, kind) => flag | (grammar.transparent[kind] as number)) ?? null;
    known.set(pattern, gate);
  }
  return gate ?? undefined;
}
