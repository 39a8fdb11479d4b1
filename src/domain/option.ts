import type { Attempt } from "./report.ts";

/** The letter by which a person names an attempt: A for the first proposed, which is the default; a number after Z. */
export function optionLetter(attempt: number): string {
  return attempt < 26 ? String.fromCodePoint(65 + attempt) : String(attempt + 1);
}

/** Index of the option that a word names: its letter, in either case, or its variant; -1 when there is none. */
export function optionNamed(word: string, candidates: readonly { readonly variant?: string | undefined }[]): number {
  const letter = candidates.findIndex((_, at) => optionLetter(at) === word.toUpperCase());
  return letter === -1 ? candidates.findIndex(({ variant }) => variant === word) : letter;
}

/** True for an option that no check has seen, because another was taken. */
export function isUntried({ decision }: Pick<Attempt, "decision">): boolean {
  return decision.rule === "better-accepted" || decision.rule === "other-option";
}

/** What an option costs or changes, as sentences under the word that introduces each. */
export function tradeOffLines({
  candidate,
}: Pick<Attempt, "candidate">): readonly (readonly [label: string, sentence: string])[] {
  const { security, behaviour, dependencies, setting } = candidate.tradeOffs;
  const lines = [
    ["Risk", security],
    ["Changes", behaviour],
    ["Needs", dependencies],
    ["Needs", setting],
  ] as const;
  return lines.flatMap(([label, sentence]) => (sentence === undefined || sentence === "" ? [] : [[label, sentence] as const]));
}
