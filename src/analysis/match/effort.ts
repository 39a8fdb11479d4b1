import type { CompiledFormula } from "./compile-formula.ts";
import type { Ground } from "./ground.ts";

/** Units of text whose search by an expression costs as much as one look at a node. */
const UNITS = 64;

/** About how many looks at nodes a formula costs; 0 only where it cannot match. */
export function effortOf(formula: CompiledFormula, ground: Ground): number {
  // Parts are asked for by every formula around them.
  let known = ground.efforts.get(formula);
  if (known === undefined) ground.efforts.set(formula, (known = effortIn(formula, ground)));
  return known;
}

function effortIn(formula: CompiledFormula, ground: Ground): number {
  if (formula.kind === "regex") return 1 + (ground.end - ground.start) / UNITS;
  if (formula.kind === "any") return formula.items.reduce((sum, item) => sum + effortOf(item, ground), 0);
  if (formula.kind === "all") {
    if (!ground.satisfies(formula.need)) return 0;
    // The part that costs least comes first and mostly tells the rest what little is left to look at.
    return [...formula.items, ...formula.inside].reduce((least, part) => Math.min(least, effortOf(part, ground)), 1 << 30);
  }
  const { leaf } = formula;
  if (leaf === undefined || !ground.satisfies(leaf.need)) return 0;
  if (ground.candidates === undefined || leaf.root.kinds === undefined)
    return leaf.weight * (1 + ((ground.end - ground.start) >> 3));
  return leaf.weight * ground.candidates.of(leaf).length;
}
