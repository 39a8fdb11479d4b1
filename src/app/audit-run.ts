import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { keyId, verifyEd25519 } from "#adapters/signers/ed25519.ts";
import { APPROVALS_FOLDER } from "#domain/approval.ts";
import { EVIDENCE_FOLDER } from "#domain/bundle.ts";
import { type Claim, fails, holds, unknown } from "#domain/claim.ts";
import { AssayError } from "#domain/errors.ts";
import type { Envelope } from "#domain/evidence.ts";
import { brokenLedger, LEDGER_START } from "#domain/ledger.ts";
import { auditRun } from "#journal/audit.ts";
import { brokenLink } from "#journal/chain.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import type { JournalEntry, Store } from "#ports/store.ts";
import { type VerifyTools, verifyBundle } from "#stages/record/verify.ts";
import type { AuditOutcome, AuditRequest } from "./evidence-api.ts";
import type { Project } from "./project.ts";
import { readEvidence } from "./read-evidence.ts";
import { trustedKeys } from "./trusted-keys.ts";
import { approvalClaims } from "./verify-approval.ts";

/**
 * Checks everything that was recorded for this user and beside this project, offline: every run's log, the ledger of finished runs, the bundles of both, the
 * approvals. Who can write all of it can write all of it anew; only a head that was noted down elsewhere shows that.
 */
export async function auditEverything(project: Project, request: AuditRequest): Promise<AuditOutcome> {
  const store = await project.store();
  const signed = new Map<string, Signed>();
  const { claims, ...log } = await auditLog(store, signed, request.head);
  const tools: VerifyTools = {
    verifySignature: verifyEd25519,
    keyId,
    brokenLink,
    trusted: await trustedKeys(project, request.trustKeys ?? []),
  };
  const bundles = await auditBundles(project, tools, signed);
  const approvals = await auditApprovals(project);
  const all = [...claims, ...bundles.claims, ...approvals];
  if (log.runs === 0 && bundles.files + approvals.length === 0) all.push(unknown("evidence", "nothing-recorded"));
  return {
    ok: all.every(({ state }) => state === "holds"),
    ...log,
    bundles: bundles.files,
    approvals: approvals.length,
    claims: all,
  };
}

/** What the log says about the bundle of a run. */
interface Signed {
  readonly entries: readonly JournalEntry[];
  readonly envelope: string | undefined;
}

async function auditLog(store: Store, signed: Map<string, Signed>, noted: string | undefined) {
  const [runs, ledger] = [await store.runs(), await store.ledger()];
  const broken = brokenLedger(ledger);
  const head = ledger.at(-1)?.hash ?? LEDGER_START;
  const claims: Claim[] = [
    broken === undefined
      ? holds("ledger", `${ledger.length} finished runs, unbroken`)
      : fails("ledger", broken.code, `row ${broken.number}: ${broken.reason}`),
  ];
  if (noted !== undefined) claims.push(headClaim(noted, [LEDGER_START, ...ledger.map(({ hash }) => hash)]));
  let entries = 0;
  for (const row of runs) {
    const log = await store.entries(row.run);
    entries += log.length;
    claims.push(
      auditRun(
        row,
        log,
        ledger.find(({ run }) => run === row.run),
      ),
    );
    const sign = log.find(({ type, name }) => type === "step" && name === "sign");
    signed.set(row.run, { entries: log, envelope: sign?.payload });
  }
  for (const { run } of ledger) if (!signed.has(run)) claims.push(fails(`run ${run}`, "run-missing"));
  return { claims, head, runs: runs.length, entries };
}

function headClaim(noted: string, hashes: readonly string[]): Claim {
  const wanted = noted.replace(/^sha256:/u, "");
  if (!/^[0-9a-f]{16,64}$/u.test(wanted)) throw new AssayError("usage", "a head is named by 16 hex digits or more");
  const at = hashes.findIndex((hash) => hash.startsWith(`sha256:${wanted}`));
  return at === -1
    ? fails("head", "head-missing")
    : holds("head", `${hashes.length - 1 - at} runs finished since it was noted down`);
}

async function auditBundles(project: Project, tools: VerifyTools, signed: ReadonlyMap<string, Signed>) {
  const claims: Claim[] = [];
  const seen = new Set<string>();
  const own = join(project.stateFolder, "evidence");
  const files = [
    ...(await jsonFiles(own)).map((name) => ({ name, file: join(own, name) })),
    ...(await jsonFiles(join(project.root, EVIDENCE_FOLDER))).map((name) => ({
      name: `${EVIDENCE_FOLDER}${name}`,
      file: join(project.root, EVIDENCE_FOLDER, name),
    })),
  ];
  for (const { name, file } of files) {
    const claim = `bundle ${name}`;
    const text = await readOrRefuse(file);
    if (typeof text !== "string") {
      claims.push({ ...text, claim });
      continue;
    }
    const { claims: said, statement, bundle } = verifyBundle(text, tools);
    const faults = said.filter(({ state }) => state !== "holds");
    claims.push(...faults.map((fault) => ({ ...fault, claim, detail: `${fault.claim}: ${fault.detail}` })));
    if (statement === undefined || bundle === undefined) continue;
    seen.add(statement.predicate.run);
    const recorded = signed.get(statement.predicate.run);
    if (faults.some(({ state }) => state === "fails")) continue;
    if (recorded !== undefined && !agrees(bundle, recorded)) claims.push(fails(claim, "bundle-differs"));
    else if (faults.length === 0)
      claims.push(
        holds(claim, recorded === undefined ? "holds by itself; its run is not in this log" : "holds, and agrees with the log"),
      );
  }
  for (const [run, { envelope }] of signed)
    if (envelope !== undefined && !seen.has(run)) claims.push(fails(`bundle ${run}.json`, "bundle-missing"));
  return { claims, files: files.length };
}

/** Whether the bundle carries the beginning of the recorded log and the envelope that was signed. */
function agrees(
  { log, sigstore }: { readonly log: readonly JournalEntry[]; readonly sigstore: { readonly dsseEnvelope: Envelope } },
  { entries, envelope }: Signed,
): boolean {
  const last = log.at(-1);
  return (
    log.length <= entries.length &&
    (last === undefined || entries[log.length - 1]?.hash === last.hash) &&
    (envelope === undefined || envelope === canonicalJson(sigstore.dsseEnvelope))
  );
}

async function auditApprovals({ root, config }: Project): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const name of await jsonFiles(join(root, APPROVALS_FOLDER))) {
    const claim = `approval ${name}`;
    const text = await readOrRefuse(join(root, APPROVALS_FOLDER, name));
    if (typeof text !== "string") {
      claims.push({ ...text, claim });
      continue;
    }
    const [said] = approvalClaims(text, config.policy.people, undefined);
    if (said === undefined) continue;
    // One that has run out was good when it counted.
    if (said.reason === "expired") claims.push(holds(claim, said.detail));
    else claims.push({ ...said, claim });
  }
  return claims;
}

async function readOrRefuse(file: string): Promise<string | Claim> {
  try {
    return await readEvidence(file);
  } catch (cause) {
    if (cause instanceof AssayError) return fails("form", "unreadable", cause.message);
    throw cause;
  }
}

/** Names in order; none where there is no such folder. */
async function jsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR") return [];
    throw cause;
  });
  return names.filter((name) => name.endsWith(".json") && !name.startsWith(".")).toSorted();
}
