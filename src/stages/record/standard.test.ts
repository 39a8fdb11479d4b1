import { expect, test } from "vitest";
import { type RepairClaim, Statement } from "#domain/evidence.ts";
import { DefectId } from "#domain/ids.ts";
import { StandardStatement } from "#domain/standard-predicate.ts";
import type { Outcome } from "#domain/verdict.ts";
import { digest } from "#lib/digest.ts";
import { standardStatements } from "./standard.ts";

const repair = (id: string, status: RepairClaim["status"], level: RepairClaim["level"], checks: Record<string, Outcome>) => ({
  defect: { id: DefectId.parse(id), rule: "r", path: "a.py", line: 1 },
  status,
  level,
  verdicts: Object.entries(checks).map(([check, outcome]) => ({ check, level: "E2", outcome, reason: "r", detail: "" })),
});

function standard(...repairs: unknown[]) {
  const statement = Statement.parse({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "a.py", digest: { sha256: "ab" } }],
    predicateType: "urn:assay:predicate:repair:v1",
    predicate: {
      schemaVersion: 1,
      tool: { name: "assay", version: "1.0.0", grammars: {} },
      run: "run",
      applied: true,
      sandbox: "bubblewrap",
      inputs: [],
      policy: digest("policy"),
      config: digest("config"),
      engines: [],
      repairs,
      reviewers: [],
      diff: digest(""),
      chain: "",
    },
  });
  const made = standardStatements({
    statement,
    bundle: digest("bundle"),
    now: "2030-01-02T03:04:05.000Z",
    resourceUri: "git+https://example.org/a",
    verifierVersion: "2.0.0",
  });
  return made.map((one) => StandardStatement.parse(one).predicate);
}

test("repairs that are settled are passed, at the level that each has reached", () => {
  const [tests, svr, vsa] = standard(
    repair("one", "fixed", "E5", { rescan: "pass", attack: "pass" }),
    repair("two", "fixed", "E2", { rescan: "pass" }),
  );

  expect(tests).toMatchObject({
    result: "PASSED",
    passedTests: ["one E2 rescan", "one E2 attack", "two E2 rescan"],
    failedTests: [],
  });
  expect(svr).toMatchObject({ properties: ["ASSAY_REPAIRS_ACCEPTED", "ASSAY_LEVEL_E2", "ASSAY_NO_NEW_FINDINGS"] });
  expect(vsa).toMatchObject({
    verificationResult: "PASSED",
    verifiedLevels: ["ASSAY_E2"],
    policy: { digest: { sha256: digest("policy").slice(7) } },
    inputAttestations: [{ uri: "urn:assay:run:run", digest: { sha256: digest("bundle").slice(7) } }],
  });
});

test.each([
  ["nothing was repaired", []],
  ["one waits for a person", [repair("one", "ask", "E2", { rescan: "pass" })]],
  ["one is unfixed", [repair("one", "fixed", "E2", { rescan: "pass" }), repair("two", "unfixed", undefined, {})]],
  ["a check failed", [repair("one", "fixed", "E2", { rescan: "fail" })]],
])("not passed where %s", (_, repairs) => {
  const [, svr, vsa] = standard(...repairs);

  expect(vsa).toMatchObject({ verificationResult: "FAILED", verifiedLevels: [] });
  expect(JSON.stringify(svr)).not.toContain("ACCEPTED");
});

test("an inconclusive check is a warning, and no check at all is a failure", () => {
  expect(standard(repair("one", "fixed", "E2", { rescan: "pass", attack: "inconclusive" }))[0]).toMatchObject({
    result: "WARNED",
    warnedTests: ["one E2 attack"],
  });
  expect(standard()[0]).toMatchObject({ result: "FAILED" });
});
