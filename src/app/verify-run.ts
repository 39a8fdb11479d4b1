import { z } from "zod";
import { verifyEd25519, keyId } from "#adapters/signers/ed25519.ts";
import type { EvidenceBundle } from "#domain/bundle.ts";
import { type Claim, fails, holds, unknown } from "#domain/claim.ts";
import { Defect } from "#domain/defect.ts";
import type { Statement } from "#domain/evidence.ts";
import { Candidate } from "#domain/candidate.ts";
import { brokenLink } from "#journal/chain.ts";
import { digest, digestJson } from "#lib/digest.ts";
import { overlay, withFiles } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";
import { replayedClaims } from "#stages/record/replayed.ts";
import { verifyBundle } from "#stages/record/verify.ts";
import { validate } from "#stages/validate/validate.ts";
import type { VerifyOptions, VerifyOutcome } from "./evidence-api.ts";
import { scanWorkspace } from "./check-run.ts";
import { buildLadder } from "./fix-world.ts";
import type { Project } from "./project.ts";
import { readEvidence } from "./read-evidence.ts";
import { replayRefused } from "./replay-permission.ts";
import { NO_SUPPRESSIONS } from "./suppressions.ts";
import { evidenceOf } from "./travel-run.ts";
import { trustedKeys } from "./trusted-keys.ts";
import { approvalClaims, isApproval } from "./verify-approval.ts";

/** `file` is an absolute path, or a revision with `note`. Checks a bundle or an approval offline, the files on disk against it, and on request runs every recorded check again. */
export async function verifyRun(
  project: Project,
  file: string,
  options: VerifyOptions,
  signal: AbortSignal,
): Promise<VerifyOutcome> {
  const text = options.note === true ? await evidenceOf(project, file, signal) : await readEvidence(file);
  if (typeof text !== "string") return { ok: false, claims: [text] };
  if (isApproval(text)) return outcomeOf(approvalClaims(text, project.config.policy.people, options.decision));
  const { claims, statement, bundle } = verifyBundle(text, {
    verifySignature: verifyEd25519,
    keyId,
    brokenLink,
    trusted: await trustedKeys(project, options.trustKeys ?? []),
  });
  const all: Claim[] = [...claims];
  if (statement !== undefined && bundle !== undefined) {
    if (options.keyless !== undefined) {
      const { checkKeyless } = await import("./keyless.ts");
      all.push(await checkKeyless(project, options.keyless, bundle.sigstore.dsseEnvelope.payload));
    }
    all.push(...(await subjectClaims(project, statement)));
    const intact = all.every((claim) => claim.state !== "fails" || claim.claim.startsWith("subject"));
    const sandbox = options.replay ? (await project.sandbox()).sandbox?.id : undefined;
    const refused = options.replay ? replayRefused(claims, sandbox, options.trustPatch === true) : undefined;
    if (refused !== undefined) all.push(unknown("replay", "not-replayed", refused));
    else if (options.replay && intact) all.push(...(await replay(project, statement, bundle, signal)));
    else if (options.replay) all.push(unknown("replay", "not-replayed", "not run: the bundle itself does not hold"));
  }
  return outcomeOf(all);
}

function outcomeOf(claims: readonly Claim[]): VerifyOutcome {
  return { ok: claims.every((claim) => claim.state === "holds"), claims };
}

/** Whether the files on disk are those the statement speaks of: the repaired ones, or the ones before where nothing was applied. */
async function subjectClaims(project: Project, statement: Statement): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const subject of statement.subject) {
    const claim = `subject ${subject.name}`;
    if (!(await project.disk.has(subject.name))) {
      claims.push(fails(claim, "file-missing", `the file is not in ${project.root}`));
      continue;
    }
    const now = digest(await project.disk.read(subject.name));
    const before = statement.predicate.inputs.find((input) => input.path === subject.name)?.digest;
    if (now === `sha256:${subject.digest.sha256}`) claims.push(holds(claim, "the repaired text"));
    else if (!statement.predicate.applied && now === before)
      claims.push(holds(claim, "the text before; the repair was proposed, not applied"));
    else claims.push(fails(claim, "file-changed"));
  }
  return claims;
}

/** Runs the recorded checks of every chosen candidate again, each on top of the ones before it, and compares the outcomes. */
async function replay(project: Project, statement: Statement, bundle: EvidenceBundle, signal: AbortSignal): Promise<Claim[]> {
  const originals = new Map(bundle.base.map((file) => [file.path, new Uint8Array(Buffer.from(file.content, "base64"))]));
  let workspace: Workspace = withFiles(project.disk, originals);
  const listing = await project.disk.list({ paths: [] }, signal);
  const ladder = await buildLadder(project, await project.store(), workspace, listing.files, NO_SUPPRESSIONS);
  const defects = recorded(bundle, "defect-correlated", z.object({ defect: Defect }));
  const candidates = recorded(bundle, "candidate-proposed", z.object({ candidate: Candidate }));
  const claims: Claim[] = [];
  let report = await scanWorkspace(project, workspace, listing, () => {}, signal, NO_SUPPRESSIONS);
  for (const repair of statement.predicate.repairs) {
    const candidate = candidates.map((entry) => entry.candidate).find((one) => one.id === repair.candidate);
    if (repair.candidate === undefined) continue;
    if (candidate === undefined || digestJson(candidate.patch) !== repair.patch) {
      claims.push(unknown(`repair ${repair.defect.id}`, "check-unknown", "the log does not hold its patch"));
      continue;
    }
    const defect =
      defects.map((entry) => entry.defect).find((one) => one.id === repair.defect.id) ??
      (await laterDefect(bundle, repair.defect.id));
    if (defect === undefined) {
      claims.push(unknown(`repair ${repair.defect.id}`, "check-unknown", "the log does not describe its defect"));
      continue;
    }
    const { verdicts } = await validate(ladder, { defect, candidate, before: workspace, beforeScan: report }, signal);
    claims.push(...replayedClaims(repair, verdicts));
    const next = await overlay(workspace, candidate.patch);
    if (repair.status !== "fixed" || !next.ok) continue;
    workspace = next.workspace;
    report = await scanWorkspace(project, workspace, listing, () => {}, signal, NO_SUPPRESSIONS);
  }
  return claims;
}

function recorded<T>(bundle: EvidenceBundle, name: string, schema: z.ZodType<T>): T[] {
  return bundle.log.filter((entry) => entry.name === name).map((entry) => schema.parse(JSON.parse(entry.payload)));
}

/** A defect that appeared after an earlier repair: it stands in the result of the correlation that followed. */
async function laterDefect(bundle: EvidenceBundle, id: string): Promise<Defect | undefined> {
  const steps = bundle.log.filter((entry) => entry.type === "step" && entry.name.startsWith("correlate:"));
  const Step = z.object({ value: z.object({ defects: z.array(Defect) }) });
  return steps.flatMap((entry) => Step.parse(JSON.parse(entry.payload)).value.defects).find((defect) => defect.id === id);
}
