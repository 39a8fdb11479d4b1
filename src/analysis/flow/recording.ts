import type { Frame, Recording, Value } from "./types.ts";

export function newRecording(outer: Recording | undefined, depth: number): Recording {
  return { outer, reads: new Map(), guards: new Map(), deepest: depth, limited: false, repeatable: true };
}

/** Whether a frame was there before what is recorded began. */
function isAround(recording: Recording, holder: Frame): boolean {
  for (let one = holder.recording; one !== undefined; one = one.outer) if (one === recording) return false;
  return true;
}

/** A variable was looked up in a frame, the one that runs or one around it. */
export function noteRead(frame: Frame, holder: Frame, name: string, value: Value | undefined): void {
  for (let one = frame.recording; one !== undefined && isAround(one, holder); one = one.outer) {
    const names = ofFrame(one.reads, holder);
    if (!names.has(name)) names.set(name, value);
    else if (names.get(name) !== value) one.repeatable = false;
  }
}

/** As {@link noteRead}, of what checks have shown. */
export function noteGuard(frame: Frame, holder: Frame, key: string, mask: number): void {
  for (let one = frame.recording; one !== undefined && isAround(one, holder); one = one.outer) {
    const masks = ofFrame(one.guards, holder);
    const before = masks.get(key);
    if (before === undefined) masks.set(key, mask);
    else if (before !== mask) one.repeatable = false;
  }
}

/** A variable of a frame got another value. */
export function noteWrite(frame: Frame, holder: Frame): void {
  for (let one = frame.recording; one !== undefined && isAround(one, holder); one = one.outer) one.repeatable = false;
}

/** Functions were evaluated inside one another this deep, or would have been deeper than is followed. */
export function noteDepth(frame: Frame, depth: number, limited: boolean): void {
  for (let one = frame.recording; one !== undefined; one = one.outer) {
    one.deepest = Math.max(one.deepest, depth);
    one.limited ||= limited;
  }
}

function ofFrame<T>(byFrame: Map<Frame, Map<string, T>>, holder: Frame): Map<string, T> {
  let found = byFrame.get(holder);
  if (found === undefined) byFrame.set(holder, (found = new Map()));
  return found;
}
