import { z } from "zod";
import type { CheckContext } from "#ports/check.ts";
import { encode, overlay } from "#ports/overlay.ts";
import type { Store } from "#ports/store.ts";
import type { Workspace } from "#ports/workspace.ts";
import { DefectId, Digest } from "#domain/ids.ts";
import { RegressionTest } from "#domain/regression-test.ts";
import type { Attempt, Repair } from "#domain/report.ts";
import type { Journal } from "#journal/journal.ts";
import type { Ladder } from "#stages/validate/validate.ts";
import type { LoopState } from "#world.ts";
import type { Project } from "./project.ts";

/** The tests of a run, and why a repair has none. */
export const RegressionTests = z
  .object({
    written: z.array(RegressionTest).readonly(),
    missing: z.array(z.object({ defect: DefectId, why: z.string() })).readonly(),
  })
  .readonly();
export type RegressionTests = z.infer<typeof RegressionTests>;

export interface RegressionNeeds {
  readonly project: Project;
  readonly store: Store;
  readonly journal: Journal;
  /** The code before the run. */
  readonly workspace: Workspace;
}

/** Writes a test for each accepted repair that was attacked, as one step; texts are kept as blobs. Nothing is written to the disk. */
export async function regressionTests(needs: RegressionNeeds, ladder: Ladder, state: LoopState): Promise<RegressionTests> {
  return needs.journal.step("tests", RegressionTests, async () => {
    const { writeRegression } = await import("#adapters/checks/regression/write-regression.ts");
    const defects = new Map(state.seenDefects.map((defect) => [defect.id, defect]));
    const written: RegressionTest[] = [];
    const missing: { defect: DefectId; why: string }[] = [];
    const signal = new AbortController().signal;
    let before = needs.workspace;
    for (const repair of state.repairs) {
      const attempt = acceptedOf(repair);
      const defect = defects.get(repair.defect);
      if (attempt === undefined || defect === undefined) continue;
      const applied = await overlay(before, attempt.candidate.patch);
      if (!applied.ok) throw new Error(`an accepted patch no longer applies: ${applied.reason}`);
      const after = applied.workspace;
      const attacked = attempt.verdicts.find(({ check }) => check === "attack");
      if (attacked?.outcome !== "pass") {
        missing.push({ defect: defect.id, why: attacked?.detail ?? "it was not attacked" });
      } else {
        const context: CheckContext = {
          ...ladder,
          defect,
          candidate: attempt.candidate,
          before,
          after,
          beforeScan: state.firstReport,
          afterScan: () => Promise.reject(new Error("a regression test asks for no scan")),
        };
        const answer = await writeRegression(context, signal);
        if (typeof answer === "string") missing.push({ defect: defect.id, why: answer });
        else if (written.some(({ path }) => path === answer.path))
          missing.push({ defect: defect.id, why: `a test of the same function stands in ${answer.path} already` });
        else {
          const digest = Digest.parse(await needs.store.putBlob(encode(answer.text)));
          written.push({ defect: defect.id, path: answer.path, runner: answer.runner, digest });
        }
      }
      before = after;
    }
    return { written, missing };
  });
}

function acceptedOf({ status, chosen, attempts }: Repair): Attempt | undefined {
  return status === "fixed" && chosen !== undefined ? attempts[chosen] : undefined;
}

/** Creates the files, as a step that may be repeated. Throws AssayError `write-failed` where something else stands. */
export async function createTests({ project, store, journal }: RegressionNeeds, tests: RegressionTests): Promise<void> {
  if (tests.written.length === 0) return;
  await journal.step("write-tests", z.array(z.string()), async () => {
    for (const { path, digest } of tests.written) {
      const bytes = await store.getBlob(digest);
      if (bytes === undefined) throw new Error(`the test ${path} is not in the store`);
      await project.disk.create({ path, bytes });
    }
    return tests.written.map(({ path }) => path);
  });
}
