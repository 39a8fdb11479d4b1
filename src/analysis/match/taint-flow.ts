import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import type { Grammar } from "./grammar.ts";
import type { Match, TracedMatch } from "./ground.ts";
import type { Steps } from "./steps.ts";
import type { TaintKinds } from "./taint-kinds.ts";
import { type State, type Taint, traceOf } from "./taint-state.ts";

/** One run of one taint rule over one file. */
export interface Flow {
  readonly tree: SyntaxTree;
  readonly grammar: Grammar;
  readonly kinds: TaintKinds;
  readonly steps: Steps;
  readonly sources: ReadonlyMap<NodeId, Match>;
  /** Keys of `sources`, ascending. */
  readonly sourceNodes: readonly NodeId[];
  /** 1 for nodes inside a sanitizer. */
  readonly clean: Uint8Array;
  /** What is tainted where the walk stands; replaced at branches. */
  state: State;
  /** Records the sinks at a node that tainted data reaches. */
  reach(node: NodeId, taint: Taint | undefined): void;
}

export function reporter(sinks: ReadonlyMap<NodeId, readonly Match[]>, found: Map<Match, TracedMatch>): Flow["reach"] {
  return (node, taint) => {
    if (taint === undefined) return;
    for (const sink of sinks.get(node) ?? []) {
      if (found.has(sink)) continue;
      const mark = { start: sink.start, end: sink.end, note: "and is used here" };
      found.set(sink, { ...sink, trace: traceOf(taint, mark) });
    }
  };
}
