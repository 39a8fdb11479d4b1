import type { Compare } from "#analysis/ir/expression.ts";
import type { Engine } from "./engine.ts";
import type { Compared, Frame, Seen } from "./types.ts";

export function seenIn(frame: Frame): Seen {
  return (frame.seen ??= { calls: new Map(), compared: new Map() });
}

/** To be called where a variable is written: what was seen may have read it, in the frame that holds it or in one inside that. */
export function forgetSeen(frame: Frame, holder: Frame = frame): void {
  for (let current: Frame | undefined = frame; current !== undefined; current = current.parent) {
    current.seen = undefined;
    if (current === holder) break;
  }
}

/** Both sides of a comparison, which are kept. */
export function compared(engine: Engine, frame: Frame, test: Compare): Compared {
  const left = engine.evaluate(frame, test.left);
  const sides = { left, right: engine.evaluate(frame, test.right) };
  seenIn(frame).compared.set(test, sides);
  return sides;
}
