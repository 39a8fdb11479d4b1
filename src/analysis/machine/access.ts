import type { Span } from "#analysis/ir/expression.ts";
import { type Machine, report } from "./machine.ts";
import { thingAt } from "./things.ts";
import { lengthOf, storyOf } from "./memory.ts";
import { change, type State } from "./state.ts";
import type { NumberValue, PointerValue, Value } from "./value.ts";

/** Where only tests lead that may hang together in a way that nobody sees. */
export const DOUBTFUL = 0.25;

/** Reports what is wrong with following an address; false where the way ends there. */
export function follow(machine: Machine, state: State, value: Value, place: Span, name: string): boolean {
  if (value.kind === "null") {
    report(machine, "null", place, `${name} is null on this way.`, [], state.loose ? DOUBTFUL : undefined);
    return false;
  }
  if (value.kind === "unknown" && value.wild === true && value.origin !== undefined) {
    report(machine, "wild", place, `${name} is an address that ${value.origin.note} chose.`, [
      { ...value.origin, note: `${value.origin.note} comes in` },
    ]);
    return true;
  }
  if (value.kind !== "pointer") return true;
  const thing = thingAt(state.things, value.to);
  if (thing === undefined) return true;
  const { status } = thing;
  if (status === "failed") {
    // A function that is ready for null says nothing of what it is given here.
    const foreign = thing.what === "outside" && thing.asked > machine.calls.length;
    report(machine, "null", place, `${name} is null on this way.`, storyOf(thing), foreign ? DOUBTFUL : undefined);
    return false;
  }
  if (status === "released") {
    report(machine, "released", place, `${name} leads to memory that was released.`, storyOf(thing));
    change(state, thing.id, { status: "live", escaped: true });
  }
  if (status === "unsure") {
    if (thing.what === "made")
      report(
        machine,
        "unchecked",
        place,
        `${thing.name} may have given nothing, and nobody asked before ${name} is used.`,
        storyOf(thing),
      );
    change(state, thing.id, { status: "live" });
  }
  if (
    value.offset.origin !== undefined &&
    value.offset.low === -Infinity &&
    value.offset.high === Infinity &&
    thing.what === "made" &&
    lengthOf(thing, value) !== undefined &&
    !machine.quiet
  )
    bounds(machine, state, value, place, "read", name);
  return true;
}

/** Reports an access before or behind the region. */
export function bounds(
  machine: Machine,
  state: State,
  pointer: PointerValue,
  place: Span,
  access: "read" | "write",
  name: string,
): void {
  const thing = thingAt(state.things, pointer.to);
  const length = thing && lengthOf(thing, pointer);
  if (thing === undefined || length === undefined || thing.status === "failed") return;
  const { offset } = pointer;
  const past = (offset.low >= length.high || offset.high < 0) && (offset.vague !== true || offset.reached);
  const reaches = offset.reached && (offset.high >= length.high || offset.low < 0);
  const chosen = offset.origin !== undefined && length.high !== Infinity && (offset.high >= length.high || offset.low < 0);
  const same =
    offset.upTo !== undefined &&
    length.term !== undefined &&
    offset.upTo.id === length.term.id &&
    offset.upTo.times === length.term.times &&
    offset.upTo.add >= length.term.add;
  // Whoever compares with a number close to the length means the length.
  const beyond = offset.tested === true && length.low === length.high && offset.high === length.high && length.high > 1;
  if (!past && !reaches && !chosen && !same && !beyond) return;
  const index =
    chosen && !past && !reaches
      ? `an index that ${offset.origin?.note ?? "somebody"} chose`
      : same
        ? "an index as large as its length"
        : `index ${describe(offset, length)}`;
  const size = length.low === length.high ? `${length.low} ${length.low === 1 ? "element" : "elements"}` : "fewer elements";
  const story = storyOf(thing);
  if (chosen && offset.origin !== undefined) story.unshift({ ...offset.origin, note: `${offset.origin.note} comes in` });
  report(
    machine,
    access,
    place,
    `${name} is ${access === "read" ? "read" : "written"} at ${index}, but ${thing.name} has ${size}.`,
    story,
    machine.guessed > 0 ? DOUBTFUL : past || reaches ? undefined : 0.6,
  );
}

function describe(offset: NumberValue, length: NumberValue): string {
  if (offset.low === offset.high) return String(offset.low);
  return offset.high >= length.high
    ? `${Math.max(offset.low, length.high)}${offset.high === Infinity ? " and more" : ` to ${offset.high}`}`
    : String(offset.low);
}
