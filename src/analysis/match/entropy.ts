import { NONE } from "#analysis/parse/tree.ts";
import type { Bound } from "./environment.ts";
import type { Facts } from "./facts.ts";

const MIN_LENGTH = 16;
/** Share of the entropy that so many characters can have at most. */
const HIGH = 0.85;

/** True for a text that looks drawn at random, as keys are: no blanks, high Shannon entropy, and kinds of characters that change often. */
export function isRandom(facts: Facts, { node, start, end }: Bound): boolean {
  const text =
    (node === NONE ? undefined : facts.constantText(node)) ?? facts.tree.text.slice(start, end).replace(/^["'`]|["'`]$/g, "");
  if (text.length < MIN_LENGTH || /\s/.test(text)) return false;
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  const alphabet = /^[0-9a-fA-F]+$/.test(text) ? 16 : 64;
  if (bits < HIGH * Math.log2(Math.min(alphabet, text.length))) return false;
  let changes = 0;
  for (let at = 1; at < text.length; at++) if (kindOf(text[at] as string) !== kindOf(text[at - 1] as string)) changes++;
  return changes * 4 >= text.length;
}

function kindOf(char: string): "lower" | "upper" | "digit" | "other" {
  if (/[a-z]/.test(char)) return "lower";
  if (/[A-Z]/.test(char)) return "upper";
  return /\d/.test(char) ? "digit" : "other";
}
