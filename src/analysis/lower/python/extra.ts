/** Kinds of nodes that may stand between any two others and mean nothing. */
export function isExtra(kind: string): boolean {
  return kind === "comment" || kind === "line_continuation";
}
