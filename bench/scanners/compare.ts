import { counted, type Outcome, type Threshold } from "#bench/detect/outcome.ts";
import { compareEngines, type ComparedFile, type Comparison } from "#domain/comparison.ts";
import type { Cwe } from "#domain/cwe.ts";

/** One file, and what is known of it. */
export interface Sample {
  readonly name: string;
  /** Undefined in code without labels. */
  readonly vulnerable: boolean | undefined;
  readonly cwes: readonly Cwe[];
}

/** What an engine alone, or all together (`union`), said of every file. */
export interface Said {
  readonly id: string;
  readonly seconds: number;
  readonly files: ReadonlyMap<string, Outcome>;
}

/** The engines' outcomes as one comparison. Defects are those that all of them together made. */
export function compareScanners(
  samples: readonly Sample[],
  engines: readonly Said[],
  union: Said,
  threshold: Threshold,
): Comparison {
  const files = samples.map(({ name, vulnerable, cwes }): ComparedFile => {
    const states = new Map<string, "complete" | "partial" | "failed">();
    const flagged = new Set<string>();
    for (const { id, files: said } of engines) {
      const outcome = said.get(name);
      if (outcome === undefined || outcome.state === "unsupported") continue;
      states.set(id, outcome.state);
      if (counted(outcome, threshold, cwes).length > 0) flagged.add(id);
    }
    const outcome = union.files.get(name);
    const defects = outcome === undefined ? [] : counted(outcome, threshold, cwes);
    return {
      vulnerable,
      states,
      flagged,
      defects: defects.map(({ rules, probability }) => ({
        engines: rules.map((rule) => rule.slice(0, rule.indexOf(":"))),
        probability,
      })),
    };
  });
  return compareEngines(files, engines);
}
