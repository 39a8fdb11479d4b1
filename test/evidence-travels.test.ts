import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyEd25519 } from "#adapters/signers/ed25519.ts";
import type { Assay } from "#app/api.ts";
import { open } from "#app/open.ts";
import { PAYLOAD_TYPE } from "#domain/evidence.ts";
import { preAuthEncoding } from "#stages/record/statement.ts";
import { OURS } from "../scripts/evidence/bundle-cases.ts";

const VALID = join(process.cwd(), "fixtures/evidence/valid-bundle.json");
const FORGED = join(process.cwd(), "fixtures/evidence/refused/diff-edited.json");
const never = new AbortController().signal;
let root: string;
let assay: Assay;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-travel-"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "pipe" });
  git("init", "--quiet");
  await writeFile(join(root, "a.py"), "x = 1\n");
  git("add", "a.py");
  git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=first");
  await mkdir(join(root, "state/keys"), { recursive: true, mode: 0o700 });
  await writeFile(join(root, "state/keys/ed25519.pem"), OURS.privatePem, { mode: 0o600 });
  // A hook that the repository configures must not run.
  await writeFile(join(root, ".git/hooks/reference-transaction"), `#!/bin/sh\ntouch ${root}/ran\n`, { mode: 0o755 });
  assay = await open({ cwd: root, near: root, stateFolder: join(root, "state"), unsafeNoSandbox: false });
});
afterAll(async () => {
  await assay.close();
  await rm(root, { recursive: true });
});

test("as a note of a commit, byte for byte, replaced by the next one, without a hook", async () => {
  await expect(assay.verify("HEAD", { replay: false, note: true }, never)).rejects.toMatchObject({ code: "evidence-unreadable" });
  await assay.attach({ bundle: VALID, note: "HEAD" }, never);
  const done = await assay.attach({ bundle: VALID, note: "HEAD" }, never);

  expect(done).toEqual({ note: execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim() });
  const { claims } = await assay.verify("HEAD", { replay: false, note: true }, never);
  expect(claims.slice(0, 5).map(({ claim, state }) => `${claim} ${state}`)).toEqual([
    "signature holds",
    "signer holds",
    "patch holds",
    "inputs holds",
    "chain holds",
  ]);
  await expect(readFile(join(root, "ran"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("as a file of the project", async () => {
  const done = await assay.attach({ bundle: VALID }, never);

  expect(done).toEqual({ path: ".assay/evidence/5f0c2a6e-0000-4000-8000-000000000001.json" });
  expect(await readFile(join(root, "path" in done ? done.path : ""), "utf8")).toBe(await readFile(VALID, "utf8"));
});

test("but not when it does not hold", async () => {
  await expect(assay.attach({ bundle: FORGED, note: "HEAD" }, never)).rejects.toMatchObject({ code: "evidence-invalid" });
  await expect(assay.attest({ bundle: FORGED }, never)).rejects.toMatchObject({ code: "evidence-invalid" });
});

test("in standard predicates, each signed", async () => {
  const lines = (await assay.attest({ bundle: VALID, resource: "git+https://example.org/a" }, never)).trim().split("\n");
  const envelopes = lines.map((line) => JSON.parse(line) as { payload: string; signatures: [{ sig: string }] });

  expect(
    envelopes.map(
      ({ payload }) => (JSON.parse(Buffer.from(payload, "base64").toString()) as { predicateType: string }).predicateType,
    ),
  ).toEqual([
    "urn:assay:predicate:repair:v1",
    "https://in-toto.io/attestation/test-result/v0.1",
    "https://in-toto.io/attestation/svr/v0.1",
    "https://slsa.dev/verification_summary/v1",
  ]);
  for (const { payload, signatures } of envelopes) {
    const message = preAuthEncoding(PAYLOAD_TYPE, Buffer.from(payload, "base64"));
    expect(verifyEd25519(OURS.publicKey, message, Buffer.from(signatures[0].sig, "base64"))).toBe(true);
  }
});
