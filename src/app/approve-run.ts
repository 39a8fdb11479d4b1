import { randomUUID } from "node:crypto";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifyEd25519 } from "#adapters/signers/ed25519.ts";
import { sshFingerprint, verifySshSignature } from "#adapters/signers/ssh-signature.ts";
import { APPROVAL_NAMESPACE, APPROVAL_TYPE, APPROVALS_FOLDER, ApprovalStatement, SignedApproval } from "#domain/approval.ts";
import { AssayError } from "#domain/errors.ts";
import type { Emit } from "#domain/event.ts";
import { PAYLOAD_TYPE, STATEMENT_TYPE } from "#domain/evidence.ts";
import type { Person } from "#domain/person.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { preAuthEncoding } from "#stages/record/statement.ts";
import type { ApproveOutcome, ApproveRequest } from "./api.ts";
import { gateRun } from "./gate-run.ts";
import type { Project } from "./project.ts";

/**
 * Agrees to or rejects the decision that the gate reaches now, in this user's name. The gate is asked again, so nobody signs what they have not: a decision
 * that is no longer the one named is an error. Writes one new file below `.assay/approvals/`, which travels with the change.
 */
export async function approveRun(
  project: Project,
  request: ApproveRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<ApproveOutcome> {
  const gate = await gateRun(project, request, emit, signal);
  const { record } = gate;
  const wanted = request.decision.replace(/^sha256:/u, "");
  if (!/^[0-9a-f]{8,64}$/u.test(wanted)) throw new AssayError("usage", "a decision is named by 8 hex digits or more");
  if (!record.id.startsWith(`sha256:${wanted}`))
    throw new AssayError("usage", `the decision is ${shortId(record.id)} now, not ${wanted}`, {
      hint: "The change, what was found or the policy is another: run `assay gate` again and read what it says.",
    });
  const person = await personOf(project, request);
  await request.confirm?.(gate);
  const { id: decision, patch, evidence, policy } = record;
  const statement = ApprovalStatement.parse({
    _type: STATEMENT_TYPE,
    subject: [{ name: "change", digest: { sha256: patch.slice("sha256:".length) } }],
    predicateType: APPROVAL_TYPE,
    predicate: {
      schemaVersion: 1,
      verdict: request.verdict,
      binding: { decision, patch, evidence, policy },
      reviewer: person.name,
      words: request.words,
      until: request.until,
    },
  });
  const bytes = Buffer.from(canonicalJson(statement));
  const payload = preAuthEncoding(PAYLOAD_TYPE, bytes);
  const outcome = { record, reviewer: person.name, payload };
  if (request.by.kind === "payload") return outcome;
  const signed = await signedBy(project, request.by, person, bytes, payload);
  const path = `${APPROVALS_FOLDER}${shortId(decision)}-${person.name}-${request.verdict}.json`;
  await written(join(project.root, path), `${JSON.stringify(signed, undefined, 2)}\n`);
  return { ...outcome, path };
}

/** The first 12 hex digits, as reports show them. */
function shortId(id: string): string {
  return id.slice("sha256:".length, "sha256:".length + 12);
}

async function personOf({ config, signer }: Project, { as, by }: ApproveRequest): Promise<Person> {
  const { people } = config.policy;
  if (as !== undefined) {
    const named = people.find(({ name }) => name === as);
    if (named === undefined) throw new AssayError("usage", `${as} is none of the people of the policy (policy.people)`);
    return named;
  }
  if (by.kind !== "local") throw new AssayError("usage", "say who signs with --as NAME");
  const { publicKey } = await signer();
  const found = people.find(({ keys }) => keys.some((key) => key.trim() === publicKey.trim()));
  if (found !== undefined) return found;
  throw new AssayError("usage", "this user's key is listed for nobody in policy.people", {
    hint: `A person's entry in the base's assay.yaml would hold this key:\n${publicKey.trim()}`,
  });
}

async function signedBy(
  { signer }: Project,
  by: ApproveRequest["by"],
  person: Person,
  bytes: Buffer,
  payload: Uint8Array,
): Promise<SignedApproval> {
  const envelope = (keyid: string, sig: Uint8Array) => ({
    payloadType: PAYLOAD_TYPE,
    payload: bytes.toString("base64"),
    signatures: [{ keyid, sig: Buffer.from(sig).toString("base64") }],
  });
  if (by.kind === "ssh") {
    const key = person.keys.find((one) => verifySshSignature(one, APPROVAL_NAMESPACE, payload, by.armored));
    if (key === undefined)
      throw new AssayError(
        "usage",
        `the signature is of no key that the policy lists for ${person.name}, or of another payload`,
        {
          hint: "Print the payload with the same options, the same --until among them, and sign exactly that.",
        },
      );
    const keyid = `ssh:${sshFingerprint(key) ?? ""}`;
    return SignedApproval.parse({ schemaVersion: 1, format: "ssh", envelope: envelope(keyid, Buffer.from(by.armored)) });
  }
  const local = await signer();
  const { keyid, signature } = await local.sign(payload);
  if (!person.keys.some((key) => verifyEd25519(key, payload, signature)))
    throw new AssayError("usage", `this user's key is not listed for ${person.name} in policy.people`);
  return SignedApproval.parse({ schemaVersion: 1, format: "ed25519", envelope: envelope(keyid, signature) });
}

async function written(file: string, text: string): Promise<void> {
  try {
    await mkdir(join(file, ".."), { recursive: true });
    const draft = `${file}.${randomUUID()}.new`;
    await writeFile(draft, text, { flag: "wx" });
    try {
      await link(draft, file);
    } finally {
      await rm(draft, { force: true });
    }
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST")
      throw new AssayError("usage", `${file} is there already`, { hint: "Remove it first to say something else." });
    throw new AssayError("write-failed", `cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
