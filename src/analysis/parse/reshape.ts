import type { LanguagePack } from "./language-pack.ts";
import { emptyTree } from "./shared-tree.ts";
import { NAMED, type NodeId, type SyntaxTree } from "./tree.ts";

/** The tree as its pack wants it: children of some kinds are put together in a node of their own, or get a field by their place. */
export function reshape(tree: SyntaxTree, { joined = [], places = [] }: LanguagePack): SyntaxTree {
  const field = (name: string): number => tree.fieldNames.indexOf(name);
  const kind = (name: string): number => tree.kindNames.indexOf(name);
  for (const { kind: name, fields } of places) nameByPlace(tree, kind(name), fields.map(field));
  if (joined.length === 0) return tree;
  const rules = new Map(
    joined.map((rule) => [
      kind(rule.kind),
      { from: field(rule.from), to: field(rule.to), as: kind(rule.as), inner: field(rule.inner) },
    ]),
  );
  /** By number of the first node of a run: the last one, and what the new node is. */
  const runs = new Map<NodeId, { last: NodeId; as: number; field: number; inner: number }>();
  for (let node = 0; node < tree.count; node++) {
    const rule = rules.get(tree.kinds[node] as number);
    if (rule === undefined) continue;
    const first = childIn(tree, node, rule.from);
    const last = childIn(tree, node, rule.to);
    if (first >= 0 && last > first) runs.set(first, { last, as: rule.as, field: rule.to, inner: rule.inner });
  }
  return runs.size === 0 ? tree : withRuns(tree, runs);
}

function childIn(tree: SyntaxTree, node: NodeId, field: number): NodeId {
  const end = tree.after[node] as number;
  for (let child = node + 1; child < end; child = tree.after[child] as number) if (tree.fields[child] === field) return child;
  return -1;
}

function nameByPlace(tree: SyntaxTree, kind: number, fields: readonly number[]): void {
  for (let node = 0; node < tree.count; node++) {
    if (tree.kinds[node] !== kind) continue;
    const end = tree.after[node] as number;
    let place = 0;
    for (let child = node + 1; child < end; child = tree.after[child] as number)
      if (((tree.flags[child] as number) & NAMED) !== 0 && place < fields.length) tree.fields[child] = fields[place++] as number;
  }
}

function withRuns(
  tree: SyntaxTree,
  runs: ReadonlyMap<NodeId, { last: NodeId; as: number; field: number; inner: number }>,
): SyntaxTree {
  const made = emptyTree(tree.text, tree.count + runs.size, tree);
  /** New number of each old node, and of the node that now stands around it. */
  const moved = new Int32Array(tree.count + 1);
  const around = new Int32Array(tree.count).fill(-1);
  let next = 0;
  for (let node = 0; node < tree.count; node++) {
    const run = runs.get(node);
    if (run !== undefined) {
      for (let child = node; child <= run.last; child = tree.after[child] as number) around[child] = next;
      made.kinds[next] = run.as;
      made.starts[next] = tree.starts[node] as number;
      made.ends[next] = tree.ends[run.last] as number;
      made.fields[next] = run.field;
      next++;
    }
    moved[node] = next++;
  }
  moved[tree.count] = next;
  // Behind a run stands what stood behind its last node; a node that begins a run lies behind the node around it.
  const behind = (node: NodeId): number => {
    const after = tree.after[node] as number;
    return runs.has(after) ? (around[after] as number) : (moved[after] as number);
  };
  for (let node = 0; node < tree.count; node++) {
    const at = moved[node] as number;
    const parent = tree.parents[node] as number;
    made.kinds[at] = tree.kinds[node] as number;
    made.starts[at] = tree.starts[node] as number;
    made.ends[at] = tree.ends[node] as number;
    made.fields[at] = tree.fields[node] as number;
    made.flags[at] = tree.flags[node] as number;
    made.after[at] = behind(node);
    const inside = around[node] as number;
    made.parents[at] = inside >= 0 ? inside : parent < 0 ? -1 : (moved[parent] as number);
  }
  for (const [first, { last, inner }] of runs) {
    const at = around[first] as number;
    const parent = tree.parents[first] as number;
    made.parents[at] = moved[parent] as number;
    made.after[at] = behind(last);
    made.fields[moved[last] as number] = inner;
    let flags = NAMED;
    for (let child = first; child <= last; child = tree.after[child] as number)
      flags |= (tree.flags[child] as number) & ~3 ? 4 : 0;
    made.flags[at] = flags;
  }
  return made;
}
