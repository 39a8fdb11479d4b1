import { z, type ZodType } from "zod";
import type { Budget, Spent, StopReason } from "#domain/budget.ts";
import type { Proposer } from "#domain/candidate.ts";
import type { Defect } from "#domain/defect.ts";
import type { Emit } from "#domain/event.ts";
import type { FileChange, Repair, ScanReport } from "#domain/report.ts";
import type { Severity } from "#domain/severity.ts";
import type { Journal } from "#journal/journal.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Memory } from "#ports/memory.ts";
import type { Model } from "#ports/model.ts";
import type { Recipe } from "#ports/recipe.ts";
import type { Reviewer } from "#ports/reviewer.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { Policy } from "#stages/decide/decide.ts";
import type { Ladder } from "#stages/validate/validate.ts";

/** What one run of the loop works with: the ports, already wired. */
export interface World {
  readonly workspace: Workspace;
  readonly journal: Journal;
  readonly ladder: Ladder;
  readonly recipes: readonly Recipe[];
  readonly model: Model | undefined;
  /** Answers asked of the model in one round. */
  readonly answers: number;
  /** Whether the model also says what is wrong with repairs that may be chosen. */
  readonly critics: boolean;
  /** Validations at once. */
  readonly parallel: number;
  /** Approved repairs that a model is shown. */
  readonly memory: Memory;
  readonly reviewer: Reviewer | undefined;
  readonly policy: Policy;
  readonly emit: Emit;
  /** Seconds of a steady clock. */
  readonly now: () => number;
  readonly treeOf: (workspace: Workspace, path: string) => Promise<SyntaxTree | undefined>;
  readonly scan: (workspace: Workspace, signal: AbortSignal) => Promise<ScanReport>;
  readonly correlate: (report: ScanReport, workspace: Workspace) => Promise<readonly Defect[]>;
  /** Writes the accepted repairs where the request says so, and tells what changed; called once a run, also when nothing was accepted. */
  readonly commit: (state: LoopState) => Promise<readonly FileChange[]>;
  /** Signs what happened. Returns the absolute path of the bundle. */
  readonly record: (state: LoopState, changes: readonly FileChange[]) => Promise<string>;
}

export interface LoopRequest {
  readonly budget: Budget;
  readonly failOn: Severity;
  readonly minProbability: number;
  /** Accept what the policy would ask a human about, in the name of the local user. */
  readonly approve: boolean;
  /** Who may propose; absent: everyone there is. */
  readonly by?: readonly Proposer[];
  /** The option that the user has chosen for a defect, by letter or variant; it alone is tried where the defect has it. */
  readonly option?: (defect: Defect) => string | undefined;
  /** True for the defects that the request selects. */
  readonly selects: (defect: Defect) => boolean;
}

/** The fold: what is known after each repaired defect. */
export interface LoopState {
  /** The code with every accepted repair on top. */
  readonly workspace: Workspace;
  readonly report: ScanReport;
  readonly defects: readonly Defect[];
  readonly firstReport: ScanReport;
  readonly firstDefects: readonly Defect[];
  /** Every defect as it was last seen, those that came and went on the way among them. */
  readonly seenDefects: readonly Defect[];
  readonly repairs: readonly Repair[];
  readonly spent: Spent;
}

export interface LoopResult extends LoopState {
  /** Wanted defects that are still there with every accepted repair on top. */
  readonly left: readonly Defect[];
  readonly stop: StopReason;
  readonly changes: readonly FileChange[];
  readonly evidence: string | undefined;
}

export interface Timed<T> {
  readonly value: T;
  readonly seconds: number;
}

/** A step whose duration is recorded with its result, so that a resumed run has spent what the first one spent. */
export async function timedStep<T>(
  world: Pick<World, "journal" | "now">,
  name: string,
  schema: ZodType<T>,
  work: () => Promise<T>,
): Promise<Timed<T>> {
  return world.journal.step(name, z.object({ value: schema, seconds: z.number() }) as unknown as ZodType<Timed<T>>, async () => {
    const start = world.now();
    const value = await work();
    return { value, seconds: Math.round(Math.max(0, world.now() - start) * 1000) / 1000 };
  });
}
