import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE, nodeAt, parentOf } from "#analysis/parse/tree.ts";

/**
 * Nodes of the given kinds that a reported range may mean, most likely first: the node at the range and its ancestors inside the same statement,
 * then nodes within the range in source order, then those that begin on the lines of the range. A recipe takes the first of the shape that it repairs.
 */
export function nodesNear(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
  kinds: readonly string[],
): NodeId[] {
  const found = new Set<NodeId>();
  const wanted = new Set(kinds);
  const blocks = new Set(tree.pack.blocks);
  const trimmed = trimRange(tree.text, range);
  for (let node = nodeAt(tree, trimmed.start, trimmed.end); node !== NONE; node = parentOf(tree, node)) {
    const kind = kindOf(tree, node);
    if (blocks.has(kind)) break;
    if (wanted.has(kind)) found.add(node);
  }
  collect(tree, trimmed, wanted, found);
  if (found.size === 0) collect(tree, wholeLines(tree.text, trimmed), wanted, found);
  return [...found];
}

function collect(tree: SyntaxTree, range: { start: number; end: number }, wanted: ReadonlySet<string>, found: Set<NodeId>): void {
  for (let node = 0; node < tree.count; ) {
    const start = tree.starts[node] as number;
    if (start >= range.end && start > range.start) break;
    if ((tree.ends[node] as number) <= range.start) {
      node = tree.after[node] as number;
      continue;
    }
    if (start >= range.start && wanted.has(kindOf(tree, node))) found.add(node);
    node++;
  }
}

function trimRange(text: string, range: { readonly start: number; readonly end: number }): { start: number; end: number } {
  let start = Math.max(0, Math.min(range.start, text.length));
  let end = Math.max(start, Math.min(range.end, text.length));
  while (start < end && /\s/.test(text[start] as string)) start++;
  while (end > start && /\s/.test(text[end - 1] as string)) end--;
  return { start, end };
}

function wholeLines(text: string, range: { start: number; end: number }): { start: number; end: number } {
  let { start, end } = range;
  while (start > 0 && text[start - 1] !== "\n") start--;
  while (end < text.length && text[end] !== "\n") end++;
  return { start, end };
}
