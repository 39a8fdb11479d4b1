import type { Finding } from "#domain/finding.ts";
import type { PrecisionCount } from "#domain/label.ts";
import measured from "./measured-precision.json" with { type: "json" };

/** Belief in one finding, 0..1. */
export type Belief = (finding: Pick<Finding, "engine" | "rule" | "cwe" | "confidence">) => number;

/** Weight of what a rule's author declared against what was measured of its engine and weakness, and of that against the rule itself, in findings. */
const DECLARED = 5;
const SIMILAR = 10;
/** Shipped figures weigh no more than so many of a team's own labels. */
const SHIPPED_MOST = 20;
/** Benchmarks alone take no belief below this, so that none of them can silence a rule. */
const FLOOR = 0.3;

/** What was measured on labelled programs: counts, no text. Written by bench/precision.ts. */
export const SHIPPED: readonly PrecisionCount[] = measured.rows.map(([engine, rule, cwe, right, wrong]) => ({
  engine: String(engine),
  rule: String(rule),
  ...(cwe === "" ? {} : { cwe: String(cwe) }),
  right: Number(right),
  wrong: Number(wrong),
}));

interface Tally {
  right: number;
  all: number;
}

/**
 * Belief from what a rule declares, what was measured of it, and what the team said: three steps of a Beta distribution, whose mean is given. What nobody
 * measured and nobody labelled keeps what the rule declares.
 */
export function measuredBelief(labels: readonly PrecisionCount[], shipped: readonly PrecisionCount[] = SHIPPED): Belief {
  const [byRule, byWeakness] = [tallies(shipped, ({ rule }) => rule), tallies(shipped, ({ cwe }) => cwe ?? "")];
  const own = tallies(labels, ({ rule }) => rule);
  return ({ engine, rule, cwe, confidence }) => {
    const [similar, same] = [byWeakness.get(engine)?.get(cwe[0] ?? ""), byRule.get(engine)?.get(rule)];
    const mean = blend(blend(confidence, DECLARED, similar), SIMILAR, same);
    const floored = Math.max(mean, Math.min(confidence, FLOOR));
    return blend(floored, Math.min(SIMILAR + (same?.all ?? 0), SHIPPED_MOST), own.get(engine)?.get(rule));
  };
}

/** The mean of a Beta distribution with this mean and weight, after what was seen. */
function blend(mean: number, weight: number, { right, all }: Tally = { right: 0, all: 0 }): number {
  return (weight * mean + right) / (weight + all);
}

/** By engine, then by what `key` gives. */
function tallies(
  counts: readonly PrecisionCount[],
  key: (count: PrecisionCount) => string,
): ReadonlyMap<string, ReadonlyMap<string, Tally>> {
  const found = new Map<string, Map<string, Tally>>();
  for (const count of counts) {
    const ofEngine = found.get(count.engine) ?? new Map<string, Tally>();
    const tally = ofEngine.get(key(count)) ?? { right: 0, all: 0 };
    tally.right += count.right;
    tally.all += count.right + count.wrong;
    ofEngine.set(key(count), tally);
    found.set(count.engine, ofEngine);
  }
  return found;
}
