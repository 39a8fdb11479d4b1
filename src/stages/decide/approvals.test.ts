import { describe, expect, test } from "vitest";
import { APPROVAL_TYPE, type ApprovalStatement, type DecisionBinding, type SignedApproval } from "#domain/approval.ts";
import { PAYLOAD_TYPE, STATEMENT_TYPE } from "#domain/evidence.ts";
import { Digest } from "#domain/ids.ts";
import { Person } from "#domain/person.ts";
import { digest } from "#lib/digest.ts";
import { type ApprovalTools, judgeApprovals } from "./approvals.ts";

const of = (text: string): Digest => Digest.parse(digest(text));
const BINDING: DecisionBinding = { decision: of("decision"), patch: of("patch"), evidence: of("evidence"), policy: of("policy") };
const ana = Person.parse({ name: "ana", emails: ["Ana@example.org"], keys: ["key-ana"], roles: ["security"] });
const ben = Person.parse({ name: "ben", emails: ["ben@example.org"], keys: ["key-ben", "key-ben-2"], breakGlass: true });
const bot = Person.parse({ name: "copilot", emails: ["c@example.org"], keys: ["key-bot"] });

const TOOLS: ApprovalTools = {
  binding: BINDING,
  people: [ana, ben, bot],
  authors: new Set(["cleo@example.org"]),
  today: "2030-05-05",
  isAgent: (words) => words.includes("copilot"),
  // The signature of the double is the key's name.
  verify: ({ envelope }, key) => Buffer.from(envelope.signatures[0]?.sig ?? "", "base64").toString() === key,
};

interface Words extends Partial<Omit<ApprovalStatement["predicate"], "binding">> {
  readonly binding?: Partial<DecisionBinding>;
  readonly key?: string;
  readonly subject?: string;
}

let count = 0;
function approval({ key = "key-ana", binding, subject, ...predicate }: Words = {}): { path: string; text: string } {
  const bound = { ...BINDING, ...binding };
  const statement = {
    _type: STATEMENT_TYPE,
    subject: [{ name: "change", digest: { sha256: subject ?? bound.patch.slice(7) } }],
    predicateType: APPROVAL_TYPE,
    predicate: {
      schemaVersion: 1,
      verdict: "approve",
      reviewer: "ana",
      words: "",
      until: "2030-05-05",
      binding: bound,
      ...predicate,
    },
  };
  const signed: SignedApproval = {
    schemaVersion: 1,
    format: "ed25519",
    envelope: {
      payloadType: PAYLOAD_TYPE,
      payload: Buffer.from(JSON.stringify(statement)).toString("base64"),
      signatures: [{ keyid: "k", sig: Buffer.from(key).toString("base64") }],
    },
  };
  return { path: `${++count}.json`, text: JSON.stringify(signed) };
}

const states = (...files: { path: string; text: string }[]) => judgeApprovals(files, TOOLS).judged.map(({ state }) => state);
const agreeing = (...files: { path: string; text: string }[]) => judgeApprovals(files, TOOLS).agreeing.map(({ name }) => name);

describe("an approval", () => {
  test("counts when it is signed by a listed key, about this decision, in time, by another person than the authors", () => {
    expect(states(approval())).toEqual(["counts"]);
    expect(agreeing(approval(), approval({ reviewer: "ben", key: "key-ben-2" }))).toEqual(["ana", "ben"]);
  });

  test.each<[string, Words]>([
    ["unknown-reviewer", { reviewer: "eve" }],
    ["bad-signature", { key: "key-ben" }],
    ["another-change", { binding: { patch: of("other") } }],
    ["another-change", { binding: { evidence: of("other") } }],
    ["another-change", { binding: { policy: of("other") } }],
    ["another-change", { binding: { decision: of("other") } }],
    ["malformed", { subject: of("other").slice(7) }],
    ["expired", { until: "2030-05-04" }],
    ["not-allowed", { reviewer: "copilot", key: "key-bot" }],
    ["not-allowed", { verdict: "break-glass" }],
  ])("is %s", (state, words) => {
    expect(states(approval(words))).toEqual([state]);
    expect(agreeing(approval(words))).toEqual([]);
  });

  test.each(["", "{}", "[1]", '{"schemaVersion":1}', "\u0000", "x".repeat(10_000)])(
    "that is none is malformed: %.20s",
    (text) => {
      expect(states({ path: "a.json", text })).toEqual(["malformed"]);
    },
  );

  test("of an author does not count, whatever the case of the address, but a rejection does", () => {
    const tools = { ...TOOLS, authors: new Set(["ana@example.org"]) };

    expect(judgeApprovals([approval()], tools).judged[0]?.state).toBe("own-change");
    expect(judgeApprovals([approval({ verdict: "reject" })], tools).judged[0]?.state).toBe("rejects");
  });

  test("said twice counts once", () => {
    expect(states(approval(), approval())).toEqual(["counts", "said-before"]);
    expect(agreeing(approval(), approval())).toEqual(["ana"]);
  });

  test("is outweighed by the same person's rejection", () => {
    expect(agreeing(approval(), approval({ verdict: "reject" }))).toEqual([]);
  });

  test("in an emergency is for those whom the policy allows it", () => {
    expect(states(approval({ reviewer: "ben", key: "key-ben", verdict: "break-glass" }))).toEqual(["breaks-glass"]);
  });
});
