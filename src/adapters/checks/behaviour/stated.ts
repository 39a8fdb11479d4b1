import type { Candidate } from "#domain/candidate.ts";
import type { Difference } from "./compare.ts";

/** Words of a stated trade-off that speak of a kind of difference. */
const WORDS: Readonly<Record<Difference["kind"], RegExp>> = {
  refuses: /\b(?:refus|rais|throw|fail|reject|error|denied|forbid|answered with|no longer|must|needs?\b|only\b|missing)/i,
  accepts: /\b(?:no longer|instead|accept|answer|default|as it is|in the place)/i,
  error: /\b(?:rais|throw|error|exception|instead|in the place)/i,
  type: /\b(?:becomes?|instead|type|text|number|value|object)\b/i,
  value:
    /\b(?:differ|digest|hash|longer|shorter|value|text|entit|quoted|escaped|absolute|shown|other|instead|characters|becomes?|general|masked|rounds|stored|converts?)/i,
  effect:
    /\b(?:no longer|instead|exists?|written|sent|log|stands?|stored|by its type|digest|one line|quotes|shown|cookie|mode|file)\b/i,
  hangs: /(?!)/,
};

/** The sentence in which the candidate says beforehand that calls will differ this way; undefined where it says nothing of the sort. */
export function statedChange({ tradeOffs }: Candidate, { kind }: Difference): string | undefined {
  const { behaviour } = tradeOffs;
  return behaviour !== undefined && WORDS[kind].test(behaviour) ? behaviour : undefined;
}
