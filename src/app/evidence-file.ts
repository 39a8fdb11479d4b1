import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { EvidenceBundle } from "#domain/bundle.ts";
import type { Emit } from "#domain/event.ts";
import { AssayError } from "#domain/errors.ts";
import { Envelope } from "#domain/evidence.ts";
import { Digest } from "#domain/ids.ts";
import type { RegressionTest } from "#domain/regression-test.ts";
import type { FileChange } from "#domain/report.ts";
import type { Journal } from "#journal/journal.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { digest, digestJson } from "#lib/digest.ts";
import type { Store } from "#ports/store.ts";
import { buildStatement, signStatement } from "#stages/record/statement.ts";
import type { LoopState } from "#world.ts";
import { diffOf } from "#stages/repair/attempt-diff.ts";
import { packageFile } from "./package-file.ts";
import type { Project } from "./project.ts";
import type { Suppressions } from "./suppressions.ts";
import { toolVersion } from "./version.ts";

export interface EvidenceInput {
  readonly project: Project;
  readonly store: Store;
  readonly journal: Journal;
  readonly emit: Emit;
  readonly state: LoopState;
  readonly changes: readonly FileChange[];
  readonly sandbox: string;
  readonly applied: boolean;
  readonly reviewers: readonly string[];
  readonly suppressions: Suppressions;
  /** Absent where no tests were asked for. */
  readonly tests?: readonly RegressionTest[];
}

/** Signs the statement of a run as one step and writes its bundle. Returns the bundle's absolute path. */
export async function recordEvidence(input: EvidenceInput): Promise<string> {
  const { project, journal, state, changes, store } = input;
  const signer = await project.signer();
  const base = await Promise.all(
    changes.map(async ({ path, before }) => ({ path, digest: before, content: await blobText(store, before) })),
  );
  const diff = await planDiff(store, changes);
  const grammars = await grammarDigests();
  await journal.flush();
  const envelope = await journal.step("sign", Envelope, () => {
    const statement = buildStatement({
      tool: { name: "assay", version: toolVersion(), grammars },
      run: journal.run,
      applied: input.applied && changes.length > 0,
      sandbox: input.sandbox,
      policy: Digest.parse(digestJson(project.config.policy)),
      config: Digest.parse(digestJson(project.config)),
      reviewers: input.reviewers,
      suppressions: input.suppressions.inForce.map(({ suppression }) => suppression),
      ...(input.tests !== undefined && { tests: input.tests }),
      diff: Digest.parse(digest(diff)),
      chain: journal.head(),
      chainLength: journal.entries().length,
      engines: state.report.engines,
      repairs: state.repairs,
      defects: new Map(state.seenDefects.map((defect) => [defect.id, defect])),
      changes,
    });
    return signStatement(statement, signer);
  });
  input.emit({ kind: "statement-signed", keyid: signer.keyid, digest: Digest.parse(digestJson(envelope)) });
  const log = journal.entries();
  const signed = log.findIndex((entry) => entry.type === "step" && entry.name === "sign");
  const bundle = EvidenceBundle.parse({
    schemaVersion: 1,
    sigstore: {
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: { publicKey: { hint: signer.keyid }, tlogEntries: [] },
      dsseEnvelope: envelope,
    },
    publicKey: signer.publicKey,
    diff,
    base,
    log: log.slice(0, signed),
  });
  return writeBundle(project, journal.run, `${canonicalJson(bundle)}\n`);
}

async function blobText(store: Store, name: string): Promise<string> {
  return Buffer.from(await blob(store, name)).toString("base64");
}

async function blob(store: Store, name: string): Promise<Uint8Array> {
  const bytes = await store.getBlob(name);
  if (bytes === undefined) throw new Error(`${name} is not in the store`);
  return bytes;
}

/** The diff from the planned contents, the same before and after the files were replaced. */
async function planDiff(store: Store, changes: readonly FileChange[]): Promise<string> {
  const side = (key: "before" | "after") => ({
    read: async (path: string) => blob(store, (changes.find((change) => change.path === path) as FileChange)[key]),
  });
  return diffOf(
    side("before"),
    side("after"),
    changes.map((change) => change.path),
  );
}

async function grammarDigests(): Promise<Record<string, Digest>> {
  const folder = packageFile("dist", "grammars");
  const digests: Record<string, Digest> = {};
  for (const name of (await readdir(folder)).toSorted()) digests[name] = Digest.parse(digest(await readFile(join(folder, name))));
  return digests;
}

async function writeBundle(project: Project, run: string, text: string): Promise<string> {
  const folder = join(project.stateFolder, "evidence");
  const file = join(folder, `${run}.json`);
  const draft = join(folder, `.${randomUUID()}.new`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError("write-failed", `cannot write the evidence ${file}: ${reason}`, {
      hint: "Check free space and permissions, then run the same command again: it goes on where it stopped.",
      cause,
    });
  } finally {
    await rm(draft, { force: true });
  }
  return file;
}
