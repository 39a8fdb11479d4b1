import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { keyId, verifyEd25519 } from "#adapters/signers/ed25519.ts";
import { readNote, writeNote } from "#adapters/git/notes.ts";
import { EVIDENCE_FOLDER } from "#domain/bundle.ts";
import { AssayError } from "#domain/errors.ts";
import type { Envelope, Statement } from "#domain/evidence.ts";
import { brokenLink } from "#journal/chain.ts";
import { digest } from "#lib/digest.ts";
import { standardStatements } from "#stages/record/standard.ts";
import { signStatement } from "#stages/record/statement.ts";
import { verifyBundle } from "#stages/record/verify.ts";
import type { AttachOutcome, AttachRequest, AttestRequest } from "./evidence-api.ts";
import type { Project } from "./project.ts";
import { readEvidence } from "./read-evidence.ts";
import { requireGit } from "./target.ts";
import { toolVersion } from "./version.ts";

/**
 * Lets a bundle travel with the change: as a file below `.assay/evidence/`, or as a git note of a commit in refs/notes/assay, which is replaced.
 * Rejects with `evidence-invalid` when the bundle does not hold by itself.
 */
export async function attachEvidence(project: Project, request: AttachRequest, signal: AbortSignal): Promise<AttachOutcome> {
  const { text, statement } = await soundBundle(request.bundle);
  if (request.note !== undefined) {
    const git = await requireGit(project.root, project.git);
    return { note: await writeNote(git, request.note, text, signal) };
  }
  const path = `${EVIDENCE_FOLDER}${statement.predicate.run}.json`;
  const file = join(project.root, path);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw new AssayError("write-failed", `cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  return { path };
}

/** The bundle that a commit carries as a note. Rejects with `evidence-unreadable` where it carries none. */
export async function evidenceOf(project: Project, revision: string, signal: AbortSignal): Promise<string> {
  const note = await readNote(await requireGit(project.root, project.git), revision, signal);
  if (note === undefined) throw new AssayError("evidence-unreadable", `${revision} carries no note in refs/notes/assay`);
  return note;
}

/**
 * The repair's own envelope and what it says in standard words, each signed with this user's key: one DSSE envelope a line. Or a keyless signature of the repair's statement, as a
 * Sigstore bundle; rejects with `keyless-failed`.
 */
export async function attestEvidence(project: Project, request: AttestRequest, signal: AbortSignal): Promise<string> {
  const { text, statement, envelope } = await soundBundle(request.bundle);
  if (request.keyless === true) {
    const { signKeyless } = await import("./keyless.ts");
    return signKeyless(project, Buffer.from(envelope.payload, "base64"), signal);
  }
  const signer = await project.signer();
  const standard = standardStatements({
    statement,
    bundle: digest(text),
    now: new Date().toISOString(),
    resourceUri: request.resource ?? `urn:assay:run:${statement.predicate.run}`,
    verifierVersion: toolVersion(),
  });
  const signed = await Promise.all(standard.map((one) => signStatement(one, signer)));
  return [envelope, ...signed].map((one) => `${JSON.stringify(one)}\n`).join("");
}

async function soundBundle(file: string): Promise<{ text: string; statement: Statement; envelope: Envelope }> {
  const text = await readEvidence(file);
  if (typeof text !== "string") throw new AssayError("evidence-invalid", `${file}: ${text.detail}`);
  const { claims, statement, bundle } = verifyBundle(text, { verifySignature: verifyEd25519, keyId, brokenLink, trusted: [] });
  const fault = claims.find(({ state }) => state === "fails");
  if (fault !== undefined || statement === undefined || bundle === undefined)
    throw new AssayError("evidence-invalid", `${file}: ${fault?.claim ?? "form"}: ${fault?.detail ?? "no bundle"}`);
  return { text, statement, envelope: bundle.sigstore.dsseEnvelope };
}
