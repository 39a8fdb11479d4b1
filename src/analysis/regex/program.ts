import type { CharSet } from "./char-set.ts";
import type { Edge, Regex, RegexNode } from "./syntax.ts";

/** One instruction of a backtracking matcher; targets are indexes into the program. */
export type Instruction =
  | { readonly op: "read"; readonly set: CharSet }
  | { readonly op: "jump"; to: number }
  /** Tries `first`, and `second` when that fails. */
  | { readonly op: "split"; first: number; second: number }
  | { readonly op: "save"; readonly slot: number }
  /** Fails when nothing was read since the slot was saved. */
  | { readonly op: "moved"; readonly slot: number }
  | { readonly op: "edge"; readonly at: Edge }
  | { readonly op: "reference"; readonly slot: number }
  /** Runs the instructions that follow, up to `end`, on their own. */
  | { readonly op: "look"; readonly behind: boolean; readonly negative: boolean; end: number }
  | { readonly op: "atomic"; end: number }
  | { readonly op: "done" };

const MAX_INSTRUCTIONS = 20_000;

export interface Program {
  readonly code: readonly Instruction[];
  /** How many positions are remembered. */
  readonly slots: number;
}

/** A count of this many is as good as none for the short texts that programs are run on. */
const MANY = 30;

/** Instructions for an expression; where its counts make it too long, counts beyond 30 are taken for none. Undefined when it is still too long. */
export function programOf(regex: Regex): Program | undefined {
  return written(regex, Number.POSITIVE_INFINITY) ?? written(regex, MANY);
}

function written({ node, groups }: Regex, most: number): Program | undefined {
  const code: Instruction[] = [];
  let slots = 2 * (groups + 1);

  const emit = <T extends Instruction>(instruction: T): T => {
    code.push(instruction);
    return instruction;
  };

  const loop = (inner: RegexNode, lazy: boolean): void => {
    const slot = slots++;
    const head = code.length;
    const split = emit({ op: "split" as const, first: 0, second: 0 });
    const body = code.length;
    emit({ op: "save", slot });
    visit(inner);
    emit({ op: "moved", slot });
    emit({ op: "jump", to: head });
    [split.first, split.second] = lazy ? [code.length, body] : [body, code.length];
  };

  const optional = (inner: RegexNode, lazy: boolean, times: number): void => {
    const splits: Extract<Instruction, { op: "split" }>[] = [];
    for (let copy = 0; copy < times && code.length <= MAX_INSTRUCTIONS; copy++) {
      const split = emit({ op: "split" as const, first: code.length + 1, second: code.length + 1 });
      splits.push(split);
      visit(inner);
    }
    for (const split of splits) split[lazy ? "first" : "second"] = code.length;
  };

  function visit(current: RegexNode): void {
    if (code.length > MAX_INSTRUCTIONS) return;
    switch (current.op) {
      case "empty":
        return;
      case "set":
        emit({ op: "read", set: current.set });
        return;
      case "edge":
        emit({ op: "edge", at: current.at });
        return;
      case "sequence":
        for (const item of current.items) visit(item);
        return;
      case "choice":
        return choose(current.items);
      case "repeat":
        for (let copy = 0; copy < Math.min(current.min, most) && code.length <= MAX_INSTRUCTIONS; copy++) visit(current.inner);
        if (current.max === Number.POSITIVE_INFINITY || current.max > most) loop(current.inner, current.lazy);
        else optional(current.inner, current.lazy, current.max - current.min);
        return;
      case "group":
        emit({ op: "save", slot: 2 * current.index });
        visit(current.inner);
        emit({ op: "save", slot: 2 * current.index + 1 });
        return;
      case "reference":
        emit({ op: "reference", slot: 2 * current.index });
        return;
      case "atomic":
      case "look": {
        const start =
          current.op === "atomic"
            ? emit({ op: "atomic" as const, end: 0 })
            : emit({ op: "look" as const, behind: current.behind, negative: current.negative, end: 0 });
        visit(current.inner);
        emit({ op: "done" });
        start.end = code.length;
      }
    }
  }

  function choose(items: readonly RegexNode[]): void {
    const jumps: Extract<Instruction, { op: "jump" }>[] = [];
    for (const [index, item] of items.entries()) {
      const last = index === items.length - 1;
      const split = last ? undefined : emit({ op: "split" as const, first: code.length + 1, second: 0 });
      visit(item);
      if (split === undefined) continue;
      jumps.push(emit({ op: "jump" as const, to: 0 }));
      split.second = code.length;
    }
    for (const jump of jumps) jump.to = code.length;
  }

  visit(node);
  emit({ op: "done" });
  return code.length > MAX_INSTRUCTIONS ? undefined : { code, slots };
}
