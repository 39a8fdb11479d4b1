import type { Defect } from "./defect.ts";
import { by } from "#lib/compare.ts";
import { severityRank } from "./severity.ts";

/** How much is said about one change; what decides about it is untouched. */
export interface NoiseBudget {
  readonly maxComments: number;
  readonly minProbability: number;
}

/** Why something is not commented on. */
export interface Held {
  /** Less likely than `minProbability`. */
  readonly unlikely: number;
  /** More than `maxComments`, and not among the worst and likeliest. */
  readonly overLimit: number;
}

/** The defects to comment on, worst and likeliest first, and how many are held back for which reason. */
export function withinNoise<T extends Pick<Defect, "severity" | "probability">>(
  defects: readonly T[],
  { maxComments, minProbability }: NoiseBudget,
): { readonly told: readonly T[]; readonly held: Held } {
  const likely = defects
    .filter(({ probability }) => probability >= minProbability)
    .toSorted(
      by(
        ({ severity }) => -severityRank(severity),
        ({ probability }) => -probability,
      ),
    );
  const held = { unlikely: defects.length - likely.length, overLimit: Math.max(0, likely.length - maxComments) };
  return { told: likely.slice(0, maxComments), held };
}

/** The reasons in words, each with the setting that decides it; empty where nothing is held back. */
export function heldWords({ unlikely, overLimit }: Held, { maxComments, minProbability }: NoiseBudget): string[] {
  return [
    ...(overLimit > 0 ? [`${overLimit} more than the ${maxComments} that are told (noise.maxComments)`] : []),
    ...(unlikely > 0 ? [`${unlikely} less likely than ${minProbability} (minProbability)`] : []),
  ];
}
