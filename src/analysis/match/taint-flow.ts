import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { NONE } from "#analysis/parse/tree.ts";
import type { Grammar } from "./grammar.ts";
import type { Match, TracedMatch } from "./ground.ts";
import type { RuleOptions } from "./rule.ts";
import { spend, type Steps } from "./steps.ts";
import type { TaintKinds } from "./taint-kinds.ts";
import { type State, type Taint, traceOf } from "./taint-state.ts";

/** One walk over one file, for one rule and label. */
export interface Flow {
  readonly tree: SyntaxTree;
  readonly grammar: Grammar;
  readonly kinds: TaintKinds;
  readonly steps: Steps;
  readonly options: RuleOptions;
  readonly sources: ReadonlyMap<NodeId, Match>;
  /** Keys of `sources`, ascending. */
  readonly sourceNodes: readonly NodeId[];
  /** Sources that taint the variable they match. */
  readonly effects: ReadonlyMap<NodeId, "also" | "only">;
  /** 1 for nodes inside a sanitizer. */
  readonly clean: Uint8Array;
  /** Variables that a sanitizer cleans from there on. */
  readonly cleansed: ReadonlySet<NodeId>;
  /** Where the taint of a node goes on to. */
  readonly propagators: ReadonlyMap<NodeId, readonly NodeId[]>;
  /** What propagators have given to a node. */
  readonly given: Map<NodeId, Taint>;
  /** What is tainted where the walk stands; replaced at branches. */
  state: State;
  /** Records the sinks at a node that tainted data reaches. */
  reach(node: NodeId, taint: Taint | undefined): void;
  /** False for a function in which no sink can be reached. */
  aims(frame: NodeId): boolean;
}

/** What the data of one label came to. */
export interface Reached {
  readonly sinks: ReadonlyMap<Match, TracedMatch>;
  /** Nodes of sources that require a label. */
  readonly probes: ReadonlySet<NodeId>;
}

interface Part<T> {
  readonly part: T;
  readonly matches: readonly Match[];
}

/** Records what is reached. A sink inside a source that is not exact is reached from the start. */
export function goalsOf(
  { tree, steps }: Pick<Flow, "tree" | "steps">,
  sinks: readonly Part<{ readonly inside?: true }>[],
  probes: readonly Match[],
  sources: readonly Part<{ readonly exact?: true; readonly bySideEffect?: "also" | "only" }>[],
): Pick<Flow, "reach" | "aims"> & { readonly reached: Reached } {
  const found = new Map<Match, TracedMatch>();
  const met = new Set<NodeId>();
  const probed = new Set(probes.map(({ node }) => node));
  const at = new Map<NodeId, Match[]>();
  const around = new Map<NodeId, Match[]>();
  for (const { part, matches } of sinks) {
    for (const sink of matches) {
      if (sink.node === NONE) continue;
      put(at, sink.node, sink);
      if (part.inside === true) put(around, sink.node, sink);
    }
  }
  const record = (sink: Match, taint: Taint): void => {
    if (found.has(sink)) return;
    const mark = { start: sink.start, end: sink.end, note: "and is used here" };
    found.set(sink, { ...sink, trace: traceOf(taint, mark) });
  };
  const wide = new Map<NodeId, Match>();
  for (const { part, matches } of sources)
    if (part.exact !== true && part.bySideEffect !== "only") for (const match of matches) wide.set(match.node, match);
  wide.delete(NONE);
  if (wide.size > 0) {
    for (const [node, list] of at) {
      for (let above = tree.parents[node] as number; above > 0; above = tree.parents[above] as number) {
        spend(steps);
        const source = wide.get(above);
        if (source === undefined) continue;
        for (const sink of list) record(sink, { source, path: undefined });
        break;
      }
    }
  }
  const aimed = [...at.keys(), ...probed].toSorted((a, b) => a - b);
  return {
    reached: { sinks: found, probes: met },
    // A sink around a function may be reached from inside it.
    aims: (frame) => around.size > 0 || anyWithin(aimed, frame, tree.after[frame] as number),
    reach(node, taint) {
      if (taint === undefined) return;
      for (const sink of at.get(node) ?? []) record(sink, taint);
      if (around.size > 0) {
        for (let above = node; above > 0; above = tree.parents[above] as number) {
          spend(steps);
          for (const sink of around.get(above) ?? []) record(sink, taint);
        }
      }
      if (probed.has(node)) met.add(node);
    },
  };
}

/** Whether one of the nodes, which ascend, lies from `start` to before `end`. */
export function anyWithin(nodes: readonly NodeId[], start: NodeId, end: NodeId): boolean {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as number) < start) low = middle + 1;
    else high = middle;
  }
  return low < nodes.length && (nodes[low] as number) < end;
}

/** Adds to the list of a key. */
export function put<T>(map: Map<NodeId, T[]>, key: NodeId, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
