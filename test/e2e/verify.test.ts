import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLocalSigner } from "#adapters/signers/ed25519.ts";
import { open } from "#app/open.ts";
import { EvidenceBundle } from "#domain/bundle.ts";
import { Statement } from "#domain/evidence.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { signStatement } from "#stages/record/statement.ts";

const never = new AbortController().signal;
let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-verify-"));
});
afterAll(() => rm(base, { recursive: true }));

test("a stranger's bundle that names files outside the project is a claim that fails, and they are not read", async () => {
  const folder = await mkdtemp(join(base, "project-"));
  await writeFile(join(folder, "a.py"), "import hashlib\n\n\ndef f(data):\n    return hashlib.md5(data).hexdigest()\n");
  await writeFile(join(base, "outside.py"), "x = 1\n");
  const assay = await open({
    cwd: folder,
    near: folder,
    stateFolder: await mkdtemp(join(base, "state-")),
    engines: ["assay"],
    unsafeNoSandbox: false,
  });
  const { evidence = "" } = await assay.fix({ target: { paths: [] }, apply: false, approve: false, only: [] }, () => {}, never);
  const bundle = EvidenceBundle.parse(JSON.parse(await readFile(evidence, "utf8")));
  const said = Statement.parse(JSON.parse(Buffer.from(bundle.sigstore.dsseEnvelope.payload, "base64").toString("utf8")));
  const names = ["../outside.py", "/etc/passwd", "a\0b", "a.py/x"];
  const stranger = await openLocalSigner(join(base, "stranger.pem"));
  const statement = { ...said, subject: names.map((name) => ({ name, digest: { sha256: "0".repeat(64) } })) };
  const forged: EvidenceBundle = {
    ...bundle,
    publicKey: stranger.publicKey,
    sigstore: {
      ...bundle.sigstore,
      verificationMaterial: { publicKey: { hint: stranger.keyid }, tlogEntries: [] },
      dsseEnvelope: await signStatement(statement, stranger),
    },
  };
  const file = join(base, "forged.json");
  await writeFile(file, `${canonicalJson(forged)}\n`);

  const { ok, claims } = await assay.verify(file, { replay: false }, never);

  expect(ok).toBe(false);
  expect(claims.find(({ claim }) => claim === "signer")?.state).toBe("unknown");
  expect(claims.filter(({ claim }) => claim.startsWith("subject")).map(({ claim, state }) => [claim, state])).toEqual(
    names.map((name) => [`subject ${name}`, "fails"]),
  );
  await assay.close();
});
