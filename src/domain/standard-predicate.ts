import { z } from "zod";
import { STATEMENT_TYPE } from "./evidence.ts";

/** Predicates of the in-toto attestation framework and of SLSA that say in common words what ours says in full. */
export const TEST_RESULT_TYPE = "https://in-toto.io/attestation/test-result/v0.1";
export const SVR_TYPE = "https://in-toto.io/attestation/svr/v0.1";
export const VSA_TYPE = "https://slsa.dev/verification_summary/v1";

const DigestSet = z.record(z.string(), z.string());
const Resource = z.object({ name: z.string().optional(), uri: z.string().optional(), digest: DigestSet.optional() });

const TestResult = z.object({
  result: z.enum(["PASSED", "WARNED", "FAILED"]),
  configuration: z.array(Resource).readonly(),
  passedTests: z.array(z.string()).readonly(),
  warnedTests: z.array(z.string()).readonly(),
  failedTests: z.array(z.string()).readonly(),
});
const SimpleVerification = z.object({
  verifier: z.object({ id: z.string() }),
  timeCreated: z.iso.datetime(),
  properties: z.array(z.string()).readonly(),
});
const VerificationSummary = z.object({
  verifier: z.object({ id: z.string(), version: z.record(z.string(), z.string()) }),
  timeVerified: z.iso.datetime(),
  resourceUri: z.string(),
  policy: z.object({ uri: z.string(), digest: DigestSet }),
  inputAttestations: z.array(z.object({ uri: z.string(), digest: DigestSet })).readonly(),
  verificationResult: z.enum(["PASSED", "FAILED"]),
  /** Ours, so none begins with SLSA_. */
  verifiedLevels: z.array(z.string()).readonly(),
});

const Subject = z.array(z.object({ name: z.string(), digest: DigestSet })).readonly();
const statement = <T extends string, P extends z.ZodType>(type: T, predicate: P) =>
  z.object({ _type: z.literal(STATEMENT_TYPE), subject: Subject, predicateType: z.literal(type), predicate });

export const StandardStatement = z.discriminatedUnion("predicateType", [
  statement(TEST_RESULT_TYPE, TestResult),
  statement(SVR_TYPE, SimpleVerification),
  statement(VSA_TYPE, VerificationSummary),
]);
export type StandardStatement = z.infer<typeof StandardStatement>;
