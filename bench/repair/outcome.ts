import type { Tally } from "#bench/detect/bootstrap.ts";
import type { RepairCase } from "./case.ts";
import type { Grade } from "./grade.ts";
import type { Repaired } from "./repair-files.ts";

/** Everything known of one case. */
export interface CaseOutcome {
  readonly item: RepairCase;
  /** Why it cannot be graded, as `code: detail`; undefined when it can. */
  readonly ungradable: string | undefined;
  readonly identity: Grade | undefined;
  readonly reference: Grade | undefined;
  readonly repaired: Repaired;
  /** Of the repaired code; undefined where it cannot be graded. */
  readonly grade: Grade | undefined;
}

/** Why the published tests say nothing here; undefined when the author's own repair passes them and the unsafe code does not. */
export function ungradable(reference: Grade, identity: Grade): string | undefined {
  for (const [whose, grade] of [
    ["reference", reference],
    ["unsafe code", identity],
  ] as const)
    if (grade.kind === "problem") return `${grade.reason}: ${grade.detail}`;
    else if (whose === "reference" && !(grade.functional && grade.secure)) return `reference-fails: ${grade.detail}`;
    else if (whose === "unsafe code" && grade.functional && grade.secure)
      return "tests-pass-on-unsafe: the tests do not tell the unsafe code from the repair";
  return undefined;
}

/** Counts of one case, for the tables. */
export function tally({ ungradable: left, identity, reference, repaired, grade }: CaseOutcome): Tally {
  const graded = left === undefined && grade?.kind === "graded";
  const functional = graded && grade.functional;
  const secure = graded && grade.secure;
  const both = functional && secure;
  const accepted = repaired.accepted.length > 0;
  const proven = repaired.accepted.some(({ attacked }) => attacked);
  const worked = identity?.kind === "graded" && identity.functional;
  return {
    cases: 1,
    graded: Number(graded),
    ungradable: Number(!graded),
    functional: Number(functional),
    secure: Number(secure),
    both: Number(both),
    broke: Number(graded && worked && !functional),
    notFound: Number(graded && repaired.found.length === 0),
    unfixed: Number(graded && repaired.found.length > 0 && !accepted),
    accepted: Number(graded && accepted),
    falseAccepts: Number(graded && accepted && !both),
    proven: Number(graded && proven),
    falseProven: Number(graded && proven && !both),
    identityBoth: Number(graded && identity?.kind === "graded" && identity.functional && identity.secure),
    identityFunctional: Number(graded && worked),
    referenceBoth: Number(graded && reference?.kind === "graded" && reference.functional && reference.secure),
    fixes: repaired.accepted.length,
    attackedFixes: repaired.accepted.filter(({ attacked }) => attacked).length,
    restless: Number(repaired.restless),
  };
}
