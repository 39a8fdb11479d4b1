import { fail, inconclusive, pass } from "#adapters/checks/kit/answers.ts";
import { cweFamily } from "#domain/cwe.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { fuzzerName } from "./depth.ts";
import type { Seen } from "./drive.ts";
import { type Judged, judge, type Scope } from "./judge.ts";
import type { Showing } from "./kinds.ts";
import { type Aimed, FOLLOWED, FUZZED, PROVED } from "./shots.ts";
import { showValue, type Slot } from "./values.ts";

export interface Sides {
  readonly showing: Showing;
  readonly scope: Scope;
  readonly slots: readonly Slot[];
  readonly shots: readonly Aimed[];
  readonly old: readonly Seen[];
  readonly now: readonly Seen[];
  readonly red: readonly Judged[];
}

/** Red before and green after, with a harmless call that does what it did: only that is a pass. */
export function compareAttack(
  context: CheckContext,
  { showing, scope, slots, shots, old, now, red }: Sides,
  compiler: string,
): CheckAnswer {
  const output = report(shots, old, now);
  const name = (one: Judged): string => showShot(one.shot, slots);
  const remaining = judge(showing, scope, shots, now).filter(({ effect }) => effect !== undefined);
  const [still] = remaining;
  // What merely takes long with some numbers did so before.
  if (still?.seen.end === "late" && remaining.length < red.length)
    return inconclusive("timed-out", `With ${name(still)} the patched code takes long too, which may be its work.`, output);
  if (still !== undefined) {
    const answer = fail(
      "attack-succeeds",
      `With ${name(still)} still ${still.effect ?? ""}, as it did before the patch.`,
      output,
    );
    return unlessAnother(context, scope, answer);
  }
  const attacked = new Set(red.map(({ shot }) => shot.id));
  const late = now.find(
    (each) =>
      (each.end === "late" || each.end === "unrun") &&
      (attacked.has(each.id) || old.find(({ id }) => id === each.id)?.end === "ended"),
  );
  if (late !== undefined) return inconclusive("timed-out", "The patched code did not answer to every attack in time.", output);
  const other = now.flatMap((each) =>
    attacked.has(each.id)
      ? newFaults(
          old.find(({ id }) => id === each.id),
          each,
        )
      : [],
  )[0];
  if (other !== undefined) return inconclusive("control-differs", `The attack now ends in another fault: ${other}.`, output);
  const change = controlChange(old, now);
  if (change !== undefined) return inconclusive("control-differs", change, output);
  const [first] = red;
  const attacks = shots.filter(({ control }) => !control).length;
  return pass(
    "ok",
    `${attacks} ${attacks === 1 ? "attack" : "attacks"}: ${red.length} red before, all green after; for example ${first === undefined ? "" : `${name(first)}${finderOf(first.shot, context)}: ${first.effect ?? ""}`}, now no more. Built by ${compiler} with ${showing.kind === "faults" && showing.build === "memory" ? "MemorySanitizer" : "AddressSanitizer and UndefinedBehaviorSanitizer"}.`,
    output,
  );
}

/** Faults of a call that it did not have before. */
function newFaults(old: Seen | undefined, { faults }: Seen): string[] {
  const known = new Set((old?.faults ?? []).map(({ kind, words }) => `${kind} ${words}`));
  return faults
    .filter(({ kind, words }) => !known.has(`${kind} ${words}`))
    .map(({ words, line }) => `${words}${line > 0 ? `, line ${line}` : ""}`);
}

export function showShot({ values, fails, again }: Aimed, slots: readonly Slot[]): string {
  const given = slots.map((slot, index) => showValue(slot, values[index])).join(", ");
  const how = fails === undefined ? "" : ` when allocation ${fails} fails`;
  return `${given === "" ? "any call" : given}${how}${again === true ? ", again and again," : ""}`;
}

/** Who found a call that is none of our own; it was run since, and seen. */
function finderOf({ id }: Aimed, context: CheckContext): string {
  if (id.startsWith(PROVED)) return ", a counterexample of CBMC";
  if (id.startsWith(FOLLOWED)) return ", a counterexample of KLEE";
  return id === FUZZED ? `, which ${fuzzerName(context)} found` : "";
}

/** What differs between the sides when nobody attacks: one call that worked and stays the same is enough. */
function controlChange(old: readonly Seen[], now: readonly Seen[]): string | undefined {
  const pairs = old.flatMap((each) => {
    const fresh = now.find(({ id }) => id === each.id);
    return each.id.startsWith("control") && each.end === "ended" && fresh !== undefined ? [{ old: each, fresh }] : [];
  });
  const clean = pairs.filter((each) => each.old.faults.length === 0);
  // Where every call showed the weakness, one that comes back now is the witness.
  if (pairs.length === 0 && old.length > 0)
    return now.some(({ returned, end }) => returned && end === "ended") ? undefined : "No harmless call could be made.";
  const same = (clean.length > 0 ? clean : pairs).some(
    ({ old: before, fresh }) =>
      before.end === fresh.end &&
      before.status === fresh.status &&
      before.returned === fresh.returned &&
      sameEvents(before, fresh),
  );
  return same ? undefined : "No harmless call does on the patched code what it did on the unchanged code.";
}

/** Whether a call still comes as far: it does something of each kind that it did. Kinds that are the weakness itself may go. */
function sameEvents(old: Seen, fresh: Seen): boolean {
  const kinds = new Set(old.events.map(([kind]) => kind).filter((kind) => ["file", "process", "statement"].includes(kind)));
  return [...kinds].every((kind) => fresh.events.some(([each]) => each === kind));
}

/** A second weakness of the same kind stays red when the first is repaired: that is no fault of this patch. */
function unlessAnother({ beforeScan, defect }: CheckContext, { weak, within }: Scope, answer: CheckAnswer): CheckAnswer {
  const family = cweFamily(defect.cwe === undefined ? [] : [defect.cwe]);
  const other = beforeScan.findings.find(
    ({ id, cwe, location }) =>
      !defect.witnesses.includes(id) &&
      cweFamily(cwe) === family &&
      location.path === defect.location.path &&
      location.startLine !== defect.location.startLine,
  );
  if (other === undefined && !within) return answer;
  const where = other === undefined ? `What ${weak} calls` : `Line ${other.location.startLine}`;
  return inconclusive(
    "second-weakness",
    `${answer.detail} ${where} has another weakness of this kind, which may be the one that is attacked.`,
    answer.output,
  );
}

export function report(shots: readonly Aimed[], old: readonly Seen[], now: readonly Seen[]): string {
  const line = ({ id, end, status, told, faults }: Seen): string =>
    `${id}\t${end} ${status}\t${told.slice(0, 3).join("; ").slice(0, 120)}\t${faults.map(({ kind, words, line: at }) => `${kind}: ${words} (line ${at})`).join("; ") || "-"}`;
  return [`${shots.length} calls`, "before", ...old.map(line), "after", ...now.map(line)].join("\n");
}
