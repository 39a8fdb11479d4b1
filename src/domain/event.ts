import { z } from "zod";
import { StopReason } from "./budget.ts";
import { Candidate } from "./candidate.ts";
import { EngineRun, Problem } from "./completeness.ts";
import { Decision } from "./decision.ts";
import { Defect } from "./defect.ts";
import { Explanation } from "./explanation.ts";
import { Finding } from "./finding.ts";
import { CandidateId, DefectId, Digest, RunId } from "./ids.ts";
import { Repair } from "./report.ts";
import { Level, Verdict } from "./verdict.ts";

const event = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.object({ kind: z.literal(kind), ...shape }).readonly();

/** The closed union that the loop speaks and every face renders. Names are noun-verb. */
export const RunEvent = z.discriminatedUnion("kind", [
  event("run-started", { run: RunId, command: z.string(), files: z.int(), tool: z.string() }),
  event("run-resumed", { run: RunId, steps: z.int() }),
  event("scan-started", { engines: z.array(z.string()), files: z.int() }),
  event("scan-progressed", { engine: z.string(), done: z.int(), total: z.int() }),
  event("engine-finished", { engine: EngineRun }),
  event("finding-raised", { finding: Finding }),
  event("problem-found", { problem: Problem }),
  event("defect-correlated", { defect: Defect }),
  event("repair-started", { defect: DefectId, index: z.int(), total: z.int() }),
  event("model-asked", { model: z.string() }),
  /** How much of the answer has arrived; never what. */
  event("model-progressed", { tokens: z.int() }),
  event("candidate-proposed", { candidate: Candidate }),
  /** The check that runs now. Of the moment: it is in no log. */
  event("check-started", { candidate: CandidateId, check: z.string(), level: Level }),
  event("verdict-given", { candidate: CandidateId, verdict: Verdict }),
  event("candidate-accepted", { candidate: CandidateId, decision: Decision }),
  event("candidate-rejected", { candidate: CandidateId, decision: Decision }),
  event("candidate-held", { candidate: CandidateId, decision: Decision }),
  event("wish-spoken", { defect: DefectId, text: z.string() }),
  event("question-asked", { defect: DefectId, candidate: CandidateId, text: z.string() }),
  event("question-answered", { defect: DefectId, candidate: CandidateId, answer: Explanation }),
  event("repair-finished", { repair: Repair }),
  event("patch-applied", { path: z.string(), before: Digest, after: Digest }),
  event("statement-signed", { keyid: z.string(), digest: Digest }),
  event("run-stopped", { reason: StopReason }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** Called for every event, in order; must not throw. */
export type Emit = (event: RunEvent) => void;
