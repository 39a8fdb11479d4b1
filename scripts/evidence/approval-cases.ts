import { APPROVAL_TYPE } from "#domain/approval.ts";
import type { ClaimReason } from "#domain/claim.ts";
import { STATEMENT_TYPE } from "#domain/evidence.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { digest } from "#lib/digest.ts";
import type { EvidenceCase } from "./bundle-cases.ts";
import { seal, type TestKey, testKey } from "./maker.ts";

const ANA = testKey("ana");
const BEN = testKey("ben");
const BOT = testKey("bot");
const EVE = testKey("eve");
/** The decision that the approvals are to speak of. */
export const DECISION = digest("decision");
/** `policy.people` of the project. */
export const PEOPLE = [
  { name: "ana", emails: ["ana@example.org"], keys: [ANA.publicKey], roles: ["security"] },
  { name: "ben", emails: ["ben@example.org"], keys: [BEN.publicKey], breakGlass: true },
  { name: "copilot", emails: ["copilot@example.org"], keys: [BOT.publicKey] },
];

type Loose = Record<string, unknown>;
const BINDING = { decision: DECISION, patch: digest("patch"), evidence: digest("evidence"), policy: digest("policy") };
const PREDICATE = { schemaVersion: 1, verdict: "approve", binding: BINDING, reviewer: "ana", words: "", until: "2999-12-31" };
const statement = (more: Loose = {}, outer: Loose = {}): string =>
  canonicalJson({
    _type: STATEMENT_TYPE,
    subject: [{ name: "change", digest: { sha256: BINDING.patch.slice(7) } }],
    predicateType: APPROVAL_TYPE,
    predicate: { ...PREDICATE, ...more },
    ...outer,
  });
const file = (payload: string, key: TestKey = ANA, more: Loose = {}): string =>
  `${JSON.stringify({ schemaVersion: 1, format: "ed25519", envelope: seal(payload, key), ...more }, undefined, 2)}\n`;
/** Signed as one text, carrying another. */
const swapped = (payload: string, signed = statement()): string =>
  file(signed, ANA, { envelope: { ...seal(signed, ANA), payload: Buffer.from(payload).toString("base64") } });
const ELSEWHERE = statement({ binding: { ...BINDING, decision: digest("another") } });

export const VALID_APPROVAL = file(statement());

const ROWS: readonly (readonly [name: string, reason: ClaimReason, content: string, claim?: string])[] = [
  [
    "approval-replayed",
    "another-change",
    file(statement({ binding: { ...BINDING, decision: digest("an older one") } })),
    "decision",
  ],
  ["approval-by-nobody-known", "unknown-reviewer", file(statement({ reviewer: "eve" }), EVE)],
  ["approval-in-another-name", "bad-signature", file(statement({ reviewer: "ben" }), ANA)],
  ["approval-by-an-unknown-key", "bad-signature", file(statement(), EVE)],
  [
    "approval-signed-twice",
    "bad-signature",
    file(statement(), ANA, {
      envelope: {
        ...seal(statement(), ANA),
        signatures: [...seal(statement(), ANA).signatures, ...seal(statement(), BEN).signatures],
      },
    }),
  ],
  ["approval-edited-day", "bad-signature", swapped(statement({ until: "3000-12-31" }))],
  ["approval-edited-decision", "bad-signature", swapped(statement(), ELSEWHERE)],
  ["approval-edited-policy", "bad-signature", swapped(statement({ binding: { ...BINDING, policy: digest("another") } }))],
  ["approval-said-to-be-ssh", "bad-signature", file(statement(), ANA, { format: "ssh" })],
  ["approval-expired", "expired", file(statement({ until: "2020-01-01" }))],
  ["approval-by-an-agent", "not-allowed", file(statement({ reviewer: "copilot" }), BOT)],
  ["approval-emergency-not-allowed", "not-allowed", file(statement({ verdict: "break-glass" }))],
  [
    "approval-of-two-patches",
    "malformed",
    file(statement({}, { subject: [{ name: "change", digest: { sha256: digest("x").slice(7) } }] })),
  ],
  ["approval-of-an-unknown-kind", "malformed", file(statement({ verdict: "approve-all" })), "form"],
  ["approval-next-version", "malformed", file(statement({ schemaVersion: 2 })), "form"],
  ["approval-without-day", "malformed", file(statement({ until: undefined })), "form"],
  ["approval-other-predicate", "malformed", file(statement({}, { predicateType: "urn:assay:predicate:repair:v1" })), "form"],
  [
    "approval-statement-with-duplicate-key",
    "malformed",
    file(statement().replace('"reviewer":"ana"', '"reviewer":"ben","reviewer":"ana"')),
    "form",
  ],
  ["approval-duplicate-key", "duplicate-key", VALID_APPROVAL.replace("{", '{ "format": "ssh",'), "form"],
  ["approval-trailing-text", "trailing-text", `${VALID_APPROVAL}{}\n`, "form"],
];

/** Approvals that `assay verify --decision` must refuse, each with the one claim that says why. */
export function approvalCases(): EvidenceCase[] {
  return ROWS.map(([name, reason, content, claim = "approval"]) => ({ name, content, claim, state: "fails", reason }));
}
