import type { Engine } from "./engine.ts";
import { guardOf, readState } from "./frame.ts";
import { noteDepth, noteGuard, noteRead } from "./recording.ts";
import { sameValue } from "./same-value.ts";
import type { Frame, Recording, Repeatable, Value } from "./types.ts";

/** Calls of one function in one frame that are kept. */
const MAX_KEPT = 8;

/** Keeps what a call in a frame gave, unless it changed something. */
export function keep(closure: Frame, index: number, call: Repeatable): void {
  if (!call.recording.repeatable) return;
  closure.repeatable ??= new Map();
  const kept = closure.repeatable.get(index);
  if (kept === undefined) closure.repeatable.set(index, [call]);
  else {
    if (kept.length >= MAX_KEPT) kept.shift();
    kept.push(call);
  }
}

/**
 * A call of before that did and gave what one of the frame with these arguments would, when functions are followed to this depth. What runs in the frame rests
 * from then on what it rested on.
 */
export function repeated(
  engine: Engine,
  frame: Frame,
  closure: Frame,
  index: number,
  given: readonly Value[],
  limit: number,
): Repeatable | undefined {
  const depth = frame.depth + 1;
  const found = closure.repeatable
    ?.get(index)
    ?.findLast(
      (call) =>
        call.summary === engine.summary &&
        call.changes === engine.changes &&
        (call.depth === depth || (!call.recording.limited && depth + call.recording.deepest - call.depth <= limit)) &&
        call.given.every((value, position) => sameValue(value, given[position] as Value)) &&
        holds(call.recording),
    );
  if (found === undefined || frame.recording === undefined) return found;
  const { reads, guards, deepest, limited } = found.recording;
  for (const [holder, names] of reads)
    for (const name of names.keys()) noteRead(frame, holder, name, readState(holder.state, name));
  for (const [holder, masks] of guards) for (const [key, mask] of masks) noteGuard(frame, holder, key, mask);
  noteDepth(frame, depth + deepest - found.depth, limited);
  return found;
}

function holds({ reads, guards }: Recording): boolean {
  for (const [holder, names] of reads)
    for (const [name, value] of names) {
      const now = readState(holder.state, name);
      if (now !== value && (now === undefined || value === undefined || !sameValue(now, value))) return false;
    }
  for (const [holder, masks] of guards) for (const [key, mask] of masks) if (guardOf(holder.state, key) !== mask) return false;
  return true;
}
