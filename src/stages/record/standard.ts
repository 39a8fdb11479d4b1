import { type RepairClaim, type Statement, STATEMENT_TYPE } from "#domain/evidence.ts";
import { type StandardStatement, SVR_TYPE, TEST_RESULT_TYPE, VSA_TYPE } from "#domain/standard-predicate.ts";
import { compareText } from "#lib/compare.ts";

export interface StandardInput {
  readonly statement: Statement;
  /** Digest of the bundle that the statement stands in. */
  readonly bundle: string;
  /** UTC, ISO 8601. */
  readonly now: string;
  /** What the subjects are part of. */
  readonly resourceUri: string;
  readonly verifierVersion: string;
}

const VERIFIER = "urn:assay:verifier";
const POLICY = "urn:assay:policy";

/** What a signed repair says, in the words of test-result v0.1, SVR v0.1 and VSA v1. It says less than the repair's own predicate, never more. */
export function standardStatements(input: StandardInput): StandardStatement[] {
  const { statement, bundle, now, resourceUri, verifierVersion } = input;
  const { policy, config, repairs, tool } = statement.predicate;
  const subject = statement.subject.map(({ name, digest }) => ({ name, digest: { sha256: digest.sha256 } }));
  const chosen = repairs.filter(({ status }) => status !== "unfixed");
  const of = (outcome: string): string[] =>
    chosen.flatMap(({ defect, verdicts }) =>
      verdicts.filter((one) => one.outcome === outcome).map(({ level, check }) => `${defect.id} ${level} ${check}`),
    );
  const [passedTests, warnedTests, failedTests] = [of("pass"), of("inconclusive"), of("fail")];
  const verified = chosen.length > 0 && chosen.length === repairs.length && failedTests.length === 0 && chosen.every(isSettled);
  const level = verified ? lowestLevel(chosen) : undefined;
  const common = { _type: STATEMENT_TYPE, subject } as const;
  return [
    {
      ...common,
      predicateType: TEST_RESULT_TYPE,
      predicate: {
        result: failedTests.length > 0 || passedTests.length === 0 ? "FAILED" : warnedTests.length > 0 ? "WARNED" : "PASSED",
        configuration: [
          { name: "policy", digest: hex(policy) },
          { name: "config", digest: hex(config) },
        ],
        passedTests,
        warnedTests,
        failedTests,
      },
    },
    {
      ...common,
      predicateType: SVR_TYPE,
      predicate: {
        verifier: { id: `${VERIFIER}@${verifierVersion}` },
        timeCreated: now,
        properties: properties(chosen, verified, level),
      },
    },
    {
      ...common,
      predicateType: VSA_TYPE,
      predicate: {
        verifier: { id: VERIFIER, version: { assay: verifierVersion, maker: tool.version } },
        timeVerified: now,
        resourceUri,
        policy: { uri: POLICY, digest: hex(policy) },
        inputAttestations: [{ uri: `urn:assay:run:${statement.predicate.run}`, digest: hex(bundle) }],
        verificationResult: verified ? "PASSED" : "FAILED",
        verifiedLevels: level === undefined ? [] : [`ASSAY_${level}`],
      },
    },
  ];
}

const hex = (digest: string): { sha256: string } => ({ sha256: digest.replace(/^sha256:/u, "") });

/** A repair that still waits for a person is not settled. */
const isSettled = ({ status }: RepairClaim): boolean => status === "fixed";

/** The rung that every repair has reached; undefined when one has reached none. */
function lowestLevel(repairs: readonly RepairClaim[]): string | undefined {
  const levels = repairs.flatMap(({ level }) => level ?? []);
  return levels.length < repairs.length ? undefined : levels.toSorted(compareText)[0];
}

/** A property stands there only when it holds for every repair. */
function properties(repairs: readonly RepairClaim[], verified: boolean, level: string | undefined): string[] {
  const everywhere = (check: string): boolean =>
    repairs.length > 0 && repairs.every(({ verdicts }) => verdicts.some((one) => one.check === check && one.outcome === "pass"));
  return [
    ...(verified ? ["ASSAY_REPAIRS_ACCEPTED"] : []),
    ...(level === undefined ? [] : [`ASSAY_LEVEL_${level}`]),
    ...(everywhere("rescan") ? ["ASSAY_NO_NEW_FINDINGS"] : []),
    ...(everywhere("project-tests") ? ["ASSAY_TESTS_PASSED"] : []),
    ...(everywhere("attack") ? ["ASSAY_ATTACK_STOPPED"] : []),
  ];
}
