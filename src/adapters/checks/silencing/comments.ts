import type { Detector } from "./silencing.ts";
import { shape } from "./tree-tokens.ts";

/** Nothing that the compiler sees is different. */
export const changesOnlyComments: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  const [old, fresh] = [shape(trees.before), shape(trees.after)];
  const same = old.length === fresh.length && old.every((item, index) => item === fresh[index]);
  return same ? { reason: "comment-only", detail: `${path}: only comments, texts without effect, or blanks differ` } : undefined;
};
