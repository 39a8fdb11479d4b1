import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { keyId, verifyEd25519 } from "#adapters/signers/ed25519.ts";
import { EvidenceBundle } from "#domain/bundle.ts";
import { Digest, RunId } from "#domain/ids.ts";
import { brokenLink, chainStart, makeEntry } from "#journal/chain.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { digest } from "#lib/digest.ts";
import type { Signer } from "#ports/signer.ts";
import { buildStatement, signStatement } from "./statement.ts";
import { verifyBundle } from "./verify.ts";

function newSigner(): Signer {
  const pair = generateKeyPairSync("ed25519");
  const publicKey = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
  const keyid = keyId(publicKey) as string;
  return { keyid, publicKey, sign: async (message) => ({ keyid, signature: sign(null, message, pair.privateKey) }) };
}

const RUN = RunId.parse("run");
const OURS = newSigner();

async function bundleBy(signer: Signer): Promise<EvidenceBundle> {
  const log = [makeEntry(RUN, 0, "step", "one", { a: 1 }, chainStart(RUN))];
  const before = Digest.parse(digest("before"));
  const diff = "--- a/x.py\n+++ b/x.py\n";
  const statement = buildStatement({
    tool: { name: "assay", version: "0", grammars: {} },
    run: RUN,
    applied: true,
    sandbox: "bubblewrap",
    policy: before,
    config: before,
    reviewers: [],
    diff: Digest.parse(digest(diff)),
    chain: log[0]?.hash ?? "",
    engines: [],
    repairs: [],
    defects: new Map(),
    changes: [{ path: "x.py", before, after: Digest.parse(digest("after")) }],
  });
  return EvidenceBundle.parse({
    schemaVersion: 1,
    sigstore: {
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: { publicKey: { hint: signer.keyid }, tlogEntries: [] },
      dsseEnvelope: await signStatement(statement, signer),
    },
    publicKey: signer.publicKey,
    diff,
    base: [{ path: "x.py", digest: before, content: Buffer.from("before").toString("base64") }],
    log,
  });
}

const fileOf = (bundle: EvidenceBundle): string => `${canonicalJson(bundle)}\n`;
const check = (text: string) => verifyBundle(text, { verifySignature: verifyEd25519, keyId, brokenLink, trusted: [OURS.keyid] });
const failed = (text: string): string[] =>
  check(text)
    .claims.filter((claim) => claim.state === "fails")
    .map((claim) => claim.claim);

test("an untouched bundle holds in every claim", async () => {
  const { claims, statement } = check(fileOf(await bundleBy(OURS)));

  expect(claims.map(({ claim, state }) => `${claim} ${state}`)).toEqual([
    "signature holds",
    "signer holds",
    "patch holds",
    "inputs holds",
    "chain holds",
  ]);
  expect(statement?.subject).toEqual([{ name: "x.py", digest: { sha256: digest("after").slice(7) } }]);
});

test("not one byte of the file can change unnoticed", async () => {
  const bytes = Buffer.from(fileOf(await bundleBy(OURS)));

  const unnoticed: number[] = [];
  for (let place = 0; place < bytes.length; place++) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] as number) ^ 1;
    if (failed(changed.toString("utf8")).length === 0) unnoticed.push(place);
  }

  expect(unnoticed).toEqual([]);
  expect(failed(bytes.subarray(0, -1).toString("utf8"))).toEqual(["form"]);
  expect(failed(`${bytes.toString("utf8")} `)).toEqual(["form"]);
});

test("a bundle signed by a stranger is not called trusted", async () => {
  const { claims } = check(fileOf(await bundleBy(newSigner())));

  expect(claims.find((claim) => claim.claim === "signer")?.state).toBe("unknown");
});

test.each<[string, (bundle: EvidenceBundle) => Promise<unknown>, string]>([
  ["another diff", async (bundle) => ({ ...bundle, diff: "" }), "patch"],
  ["other inputs", async (bundle) => ({ ...bundle, base: [] }), "inputs"],
  ["a shorter log", async (bundle) => ({ ...bundle, log: [] }), "chain"],
  ["a stranger's key", async (bundle) => ({ ...bundle, publicKey: newSigner().publicKey }), "signature"],
  ["a stranger's signature", async (bundle) => ({ ...bundle, sigstore: (await bundleBy(newSigner())).sigstore }), "signature"],
  ["an unknown field", async (bundle) => ({ ...bundle, extra: 1 }), "form"],
  ["rubbish", async () => null, "form"],
])("refuses %s and says which claim fails", async (_, forge, claim) => {
  const forged = await forge(await bundleBy(OURS));

  expect(failed(`${canonicalJson(forged)}\n`)).toEqual([claim]);
});

test("the signature is a Sigstore bundle that Sigstore's own library accepts", async () => {
  const { bundleFromJSON } = await import("@sigstore/bundle");
  const { toSignedEntity, Verifier } = await import("@sigstore/verify");
  const { createPublicKey } = await import("node:crypto");
  const { sigstore } = await bundleBy(OURS);

  const entity = toSignedEntity(bundleFromJSON(structuredClone(sigstore)));
  const verifier = new Verifier(
    {
      certificateAuthorities: [],
      timestampAuthorities: [],
      tlogs: [],
      ctlogs: [],
      publicKey: () => ({ publicKey: createPublicKey(OURS.publicKey), validFor: () => true }),
    },
    { ctlogThreshold: 0, tlogThreshold: 0, tsaThreshold: 0 },
  );

  expect(() => verifier.verify(entity)).not.toThrow();
});
