import { changesResults } from "#adapters/checks/behaviour/changing.ts";
import { isHostile } from "#adapters/checks/behaviour/hostile.ts";
import { statedChange } from "#adapters/checks/behaviour/stated.ts";
import { fail, inconclusive, pass } from "#adapters/checks/kit/answers.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { showShot } from "./compare-attack.ts";
import type { Seen } from "./drive.ts";
import type { Aimed } from "./shots.ts";
import type { Slot } from "./values.ts";

/** Both sides of one function. */
export interface Sides {
  readonly name: string;
  readonly slots: readonly Slot[];
  readonly shots: readonly Aimed[];
  readonly old: readonly Seen[];
  readonly now: readonly Seen[];
  readonly family: string;
  /** Changed lines whose running was watched. */
  readonly marks: readonly number[];
  readonly note: string;
}

/** Harmless is a call that the unchanged code answered without a fault, the same twice, and with nothing in it that the repair is there to refuse. */
export function judgeBehaviour(context: CheckContext, sides: Sides): CheckAnswer {
  const { name, slots, shots, old, now, family, marks, note } = sides;
  const fresh = new Map(now.map((each) => [each.id, each]));
  const known = new Map(old.map((each) => [each.id, each]));
  const shotOf = new Map(shots.map((each) => [each.id, each]));
  const harmless = old.filter((each) => {
    const shot = shotOf.get(each.id);
    const twin = known.get(`twin-${each.id}`);
    return (
      each.end === "ended" &&
      each.faults.length === 0 &&
      shot?.fails === undefined &&
      !each.id.startsWith("twin-") &&
      (twin === undefined || cameTo(twin) === cameTo(each)) &&
      !holdsHostile(family, shot)
    );
  });
  const words = ({ id }: Seen): string => `${name} with ${shown(shotOf.get(id), slots)}`;
  const output = [
    ...old.map((each) => `before ${each.id} ${cameTo(each)}`),
    ...now.map((each) => `after ${each.id} ${cameTo(each)}`),
  ]
    .join("\n")
    .slice(0, 60_000);
  for (const each of harmless) {
    const other = fresh.get(each.id);
    const [fault] = other?.faults ?? [];
    if (fault !== undefined) return fail("behaviour-differs", `${words(each)} ends in a fault now: ${fault.words}.`, output);
  }
  const late = harmless.find(({ id }) => fresh.get(id)?.end === "late" || fresh.get(id)?.end === "unrun");
  if (late !== undefined) return inconclusive("timed-out", `${words(late)} does not end on the patched code.`, output);
  const [differs] = harmless
    .filter((each) => cameTo(fresh.get(each.id)) !== cameTo(each))
    .toSorted((a, b) => size(shotOf.get(a.id)) - size(shotOf.get(b.id)));
  if (differs !== undefined) {
    const difference = `${words(differs)}: ${cameTo(differs)} before, ${cameTo(fresh.get(differs.id))} now`;
    const stated = statedChange(context.candidate, { kind: "value", old: "", fresh: "" });
    if (stated !== undefined || changesResults(family))
      return inconclusive(
        "stated-change",
        stated === undefined
          ? `${difference}. Repairs of this weakness have to change values.`
          : `${difference}. The repair says so: ${stated}`,
        output,
      );
    return fail("behaviour-differs", `A harmless call differs: ${difference}.`, output);
  }
  const distinct = new Set(harmless.map(cameTo)).size;
  if (harmless.length === 0) return inconclusive("few-runs", `${name}: no harmless call could be made.`, output);
  if (slots.length > 0 && harmless.length > 1 && distinct < 2)
    return inconclusive("few-runs", `${name}: all of ${harmless.length} harmless calls look alike.`, output);
  const ran = new Set(now.flatMap((each) => each.ran));
  const unrun = marks.filter((line) => !ran.has(line));
  if (unrun.length > 0)
    return inconclusive(
      "patch-not-run",
      `${marks.length - unrun.length} of ${marks.length} changed lines of ${name} ran. Not run: ${unrun.slice(0, 8).join(", ")}.${note}`,
      output,
    );
  return pass(
    "ok",
    `${harmless.length} harmless calls of ${name} do the same as before (${distinct} different results); ${marks.length} of ${marks.length} changed lines ran.${note}`,
    output,
  );
}

function cameTo(seen: Seen | undefined): string {
  if (seen === undefined) return "nothing";
  const told = seen.told.join("; ");
  const printed = seen.printed === "" ? "" : ` printed ${JSON.stringify(seen.printed)}`;
  const how = seen.returned || seen.status === 0 ? "" : ` ended with ${seen.status}`;
  return `${told}${printed}${how}`.slice(0, 2000).trim() || "nothing to see";
}

function holdsHostile(family: string, shot: Aimed | undefined): boolean {
  if (family.startsWith("CWE-") || family === "unclassified" || changesResults(family)) return false;
  const pieces = (shot?.values ?? []).flatMap((value) =>
    value instanceof Uint8Array ? [value] : typeof value === "bigint" ? [] : value,
  );
  return pieces.some((piece) => isHostile(family, Buffer.from(piece).toString("latin1").replace(/\n$/, "")));
}

function size(shot: Aimed | undefined): number {
  return shot?.input.length ?? 0;
}

function shown(shot: Aimed | undefined, slots: readonly Slot[]): string {
  return shot === undefined ? "a call" : showShot(shot, slots);
}
