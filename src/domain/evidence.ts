import { z } from "zod";
import { EngineRun } from "./completeness.ts";
import { Decision } from "./decision.ts";
import { DefectId, Digest, RunId } from "./ids.ts";
import { RegressionTest } from "./regression-test.ts";
import { Suppression } from "./suppression.ts";
import { Level, Verdict } from "./verdict.ts";

export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
export const PREDICATE_TYPE = "urn:assay:predicate:repair:v1";
export const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/** What is claimed of one repair. */
export const RepairClaim = z
  .object({
    defect: z.object({ id: DefectId, cwe: z.string().optional(), rule: z.string(), path: z.string(), line: z.int() }),
    status: z.enum(["fixed", "unfixed", "ask"]),
    /** Why it has this status: `accepted` by the policy, `approved` by a person, …; absent in statements of older versions. */
    reason: z.string().optional(),
    candidate: z.string().optional(),
    origin: z.string().optional(),
    author: z.string().optional(),
    patch: Digest.optional(),
    prompt: Digest.optional(),
    level: Level.optional(),
    verdicts: z.array(Verdict.unwrap().omit({ seconds: true }).readonly()).readonly(),
    decision: Decision.optional(),
  })
  .readonly();
export type RepairClaim = z.infer<typeof RepairClaim>;

/** The predicate of our statement: no wall clock and no machine path inside, so that the same run gives the same bytes wherever it is signed. */
export const RepairPredicate = z
  .object({
    schemaVersion: z.literal(1),
    tool: z.object({ name: z.string(), version: z.string(), grammars: z.record(z.string(), Digest) }),
    run: RunId,
    applied: z.boolean(),
    sandbox: z.string(),
    /** Digests of what went in, by path. */
    inputs: z.array(z.object({ path: z.string(), digest: Digest })).readonly(),
    policy: Digest,
    config: Digest,
    engines: z.array(EngineRun.unwrap().omit({ seconds: true, covered: true }).readonly()).readonly(),
    repairs: z.array(RepairClaim).readonly(),
    /** Entries of the suppression file that were in force; absent in statements of older versions. */
    suppressions: z.array(Suppression).readonly().optional(),
    /** Tests that were written for repairs and proven on both states; absent where none was asked for. */
    tests: z.array(RegressionTest).readonly().optional(),
    /** Who decided about a repair of this run. */
    reviewers: z.array(z.string()).readonly(),
    /** Digest of the unified diff that stands beside the statement. */
    diff: Digest,
    /** Hash of the journal's last event before this statement. */
    chain: z.string(),
    /** How many entries the journal held then; absent in statements of older versions. */
    chainLength: z.int().min(0).optional(),
  })
  .readonly();
export type RepairPredicate = z.infer<typeof RepairPredicate>;

/** in-toto Statement v1; subjects are the repaired files, named by repository path. */
export const Statement = z
  .object({
    _type: z.literal(STATEMENT_TYPE),
    subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })).readonly(),
    predicateType: z.literal(PREDICATE_TYPE),
    predicate: RepairPredicate,
  })
  .readonly();
export type Statement = z.infer<typeof Statement>;

/** DSSE envelope (https://github.com/secure-systems-lab/dsse); `payload` and `sig` are base64. */
export const Envelope = z
  .object({
    payloadType: z.literal(PAYLOAD_TYPE),
    payload: z.base64(),
    signatures: z
      .array(z.object({ keyid: z.string(), sig: z.base64() }))
      .min(1)
      .readonly(),
  })
  .readonly();
export type Envelope = z.infer<typeof Envelope>;
