import type { EngineRun } from "#domain/completeness.ts";
import type { Defect } from "#domain/defect.ts";
import {
  type Envelope,
  PAYLOAD_TYPE,
  PREDICATE_TYPE,
  type RepairClaim,
  type RepairPredicate,
  STATEMENT_TYPE,
  type Statement,
} from "#domain/evidence.ts";
import { Digest } from "#domain/ids.ts";
import type { FileChange, Repair } from "#domain/report.ts";
import type { StandardStatement } from "#domain/standard-predicate.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { by } from "#lib/compare.ts";
import { digestJson } from "#lib/digest.ts";
import type { Signer } from "#ports/signer.ts";

export interface StatementInput extends Omit<RepairPredicate, "schemaVersion" | "engines" | "repairs" | "inputs"> {
  readonly engines: readonly EngineRun[];
  readonly repairs: readonly Repair[];
  readonly defects: ReadonlyMap<string, Defect>;
  readonly changes: readonly FileChange[];
}

/** The statement of one run. Subjects are the files after repair. Pure; equal input gives equal bytes. */
export function buildStatement(input: StatementInput): Statement {
  const { engines, repairs, defects, changes, ...rest } = input;
  return {
    _type: STATEMENT_TYPE,
    subject: changes.map((change) => ({ name: change.path, digest: { sha256: change.after.slice("sha256:".length) } })),
    predicateType: PREDICATE_TYPE,
    predicate: {
      ...rest,
      schemaVersion: 1,
      inputs: changes.map((change) => ({ path: change.path, digest: change.before })),
      engines: engines.map(({ seconds: _seconds, covered: _covered, ...engine }) => engine).toSorted(by((engine) => engine.id)),
      repairs: repairs.map((repair) => claimOf(repair, defects.get(repair.defect))),
    },
  };
}

function claimOf(repair: Repair, defect: Defect | undefined): RepairClaim {
  if (defect === undefined) throw new Error(`repair of an unknown defect ${repair.defect}`);
  const attempt = repair.chosen === undefined ? undefined : repair.attempts[repair.chosen];
  const { location, rule, cwe } = defect;
  return {
    defect: { id: repair.defect, rule, path: location.path, line: location.startLine, ...(cwe === undefined ? {} : { cwe }) },
    status: repair.status,
    reason: repair.reason,
    verdicts: (attempt?.verdicts ?? []).map(({ seconds: _seconds, ...verdict }) => verdict),
    ...(attempt === undefined
      ? {}
      : {
          candidate: attempt.candidate.id,
          origin: attempt.candidate.origin,
          author: attempt.candidate.author,
          patch: Digest.parse(digestJson(attempt.candidate.patch)),
          decision: attempt.decision,
          ...(attempt.level === undefined ? {} : { level: attempt.level }),
          ...(attempt.candidate.prompt === undefined ? {} : { prompt: attempt.candidate.prompt }),
        }),
  };
}

/** DSSE pre-authentication encoding (protocol.md of secure-systems-lab/dsse): what is signed. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(
    `DSSEv1 ${new TextEncoder().encode(payloadType).length} ${payloadType} ${payload.length} `,
  );
  const message = new Uint8Array(head.length + payload.length);
  message.set(head);
  message.set(payload, head.length);
  return message;
}

/** Wraps a statement in a signed DSSE envelope; the payload is its canonical JSON. */
export async function signStatement(statement: Statement | StandardStatement, signer: Signer): Promise<Envelope> {
  const payload = new TextEncoder().encode(canonicalJson(statement));
  const { keyid, signature } = await signer.sign(preAuthEncoding(PAYLOAD_TYPE, payload));
  return {
    payloadType: PAYLOAD_TYPE,
    payload: Buffer.from(payload).toString("base64"),
    signatures: [{ keyid, sig: Buffer.from(signature).toString("base64") }],
  };
}
