import { fulcioHandler, type HandlerFn, initializeCA, initializeCTLog, initializeTLog, rekorHandler } from "@sigstore/mock";
import { createHash, generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardedFetch } from "#adapters/models/guarded-fetch.ts";
import { keylessSigner } from "#adapters/signers/keyless.ts";
import { keylessClaim } from "#adapters/signers/verify-keyless.ts";
import { Config } from "#app/config.ts";
import { signKeyless } from "#app/keyless.ts";
import type { Project } from "#app/project.ts";
import { PAYLOAD_TYPE } from "#domain/evidence.ts";
import { preAuthEncoding } from "#stages/record/statement.ts";

const signal = AbortSignal.timeout(60_000);
const ISSUER = "https://issuer.example.org";
const IDENTITY = "ana@example.org";
const PAYLOAD = Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}');
const BASE64 = PAYLOAD.toString("base64");
const policy = { identity: IDENTITY, issuer: ISSUER };
const met: string[] = [];
let server: Server;
let url: string;
let root: Record<string, unknown>;
let bundle: string;

function token(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.c2lnbmF0dXJl`;
}
const TOKEN = token({ iss: ISSUER, sub: IDENTITY });

/** What Rekor keeps of a proposed entry of type dsse: digests and signatures, not the envelope. */
function canonical(proposed: string): string {
  const { apiVersion, kind, spec } = JSON.parse(proposed) as {
    apiVersion: string;
    kind: string;
    spec: { proposedContent: { envelope: string; verifiers: [string] } };
  };
  const { envelope, verifiers } = spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope) as { payload: string; signatures: { sig: string }[] };
  const hash = (bytes: string | Uint8Array) => ({ algorithm: "sha256", value: createHash("sha256").update(bytes).digest("hex") });
  return JSON.stringify({
    apiVersion,
    kind,
    spec: {
      envelopeHash: hash(envelope),
      payloadHash: hash(Buffer.from(payload, "base64")),
      signatures: signatures.map(({ sig }) => ({ signature: sig, verifier: verifiers[0] })),
    },
  });
}

/** Fulcio and Rekor with keys of their own, on this machine. */
beforeAll(async () => {
  const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
  const [caKeys, ctKeys, logKeys] = [pair(), pair(), pair()];
  const ctlog = await initializeCTLog(ctKeys);
  const ca = await initializeCA(caKeys, ctlog);
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      met.push(`${request.url} ${body}`);
      const answer: HandlerFn | undefined = handlers.get(request.url ?? "");
      if (request.url === "/moved/api/v2/signingCert") response.writeHead(307, { location: `${url}/api/v2/signingCert` }).end();
      else if (answer === undefined) response.writeHead(500).end(body);
      else
        void answer(request.url === rekor.path ? canonical(body) : body).then(({ statusCode, response: text, contentType }) => {
          response.writeHead(statusCode, { "content-type": contentType ?? "text/plain" }).end(text);
        });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tlog = await initializeTLog(url, logKeys);
  const [fulcio, rekor] = [fulcioHandler(ca), rekorHandler(tlog)];
  const handlers = new Map([fulcio, rekor].map(({ path, fn }) => [path, fn]));
  const validFor = { start: new Date(Date.now() - 60_000).toISOString() };
  const log = (publicKey: Uint8Array, keyId: Uint8Array) => ({
    baseUrl: url,
    hashAlgorithm: "SHA2_256",
    publicKey: { rawBytes: Buffer.from(publicKey).toString("base64"), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor },
    logId: { keyId: Buffer.from(keyId).toString("base64") },
  });
  root = {
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: [log(tlog.publicKey, createHash("sha256").update(tlog.publicKey).digest())],
    ctlogs: [log(ctlog.publicKey, new Uint8Array(ctlog.logID.buffer))],
    certificateAuthorities: [
      {
        subject: { organization: "test", commonName: "test" },
        uri: url,
        certChain: { certificates: [{ rawBytes: Buffer.from(new Uint8Array(ca.rootCertificate.buffer)).toString("base64") }] },
        validFor,
      },
    ],
    timestampAuthorities: [],
  };
  bundle = await signed();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function signed(claims: string = TOKEN, fulcio = url, rekor = url): Promise<string> {
  const fetchOf = (base: string) => guardedFetch({ url: base, allowPrivate: false });
  const common = { fetchFulcio: fetchOf(fulcio), fetchRekor: fetchOf(rekor), encode: preAuthEncoding };
  return keylessSigner({ ...common, fulcio, rekor, token: claims }).sign(PAYLOAD, PAYLOAD_TYPE, signal);
}

const claim = (text: string = bundle, trusted: object = root, payload = BASE64, who = policy) =>
  keylessClaim(text, JSON.stringify(trusted), payload, who);

test("what Fulcio and Rekor vouch for is verified offline, by the identity", () => {
  expect(claim()).toEqual({ claim: "keyless", state: "holds", detail: `signed by ${IDENTITY}, for whom ${ISSUER} vouches` });
});

test("the token goes to Fulcio alone", () => {
  expect(met.filter((one) => one.includes(TOKEN)).map((one) => one.split(" ")[0])).toEqual(["/api/v2/signingCert"]);
  expect(bundle).not.toContain(TOKEN);
});

/** The bundle with one thing changed. */
function edited(
  change: (bundle: {
    dsseEnvelope: { payload: string; signatures: { sig: string }[] };
    verificationMaterial: { tlogEntries: unknown[] };
  }) => void,
): string {
  const copy = JSON.parse(bundle) as Parameters<typeof change>[0];
  change(copy);
  return JSON.stringify(copy);
}

describe("is refused", () => {
  test.each<[string, () => ReturnType<typeof claim>, string]>([
    ["of another identity", () => claim(bundle, root, BASE64, { ...policy, identity: "bob@example.org" }), "keyless-identity"],
    [
      "of an identity that only begins so",
      () => claim(bundle, root, BASE64, { ...policy, identity: "ana@example" }),
      "keyless-identity",
    ],
    ["by a pattern", () => claim(bundle, root, BASE64, { ...policy, identity: ".*" }), "keyless-identity"],
    ["of another issuer", () => claim(bundle, root, BASE64, { ...policy, issuer: "https://evil.example" }), "keyless-identity"],
    ["of another statement", () => claim(bundle, root, Buffer.from("{}").toString("base64")), "keyless-differs"],
    [
      "without an entry in the log",
      () => claim(edited((one) => one.verificationMaterial.tlogEntries.splice(0))),
      "keyless-invalid",
    ],
    [
      "with another signature",
      () => claim(edited((one) => void (one.dsseEnvelope.signatures[0] = { sig: "MEUCIQ==" }))),
      "keyless-invalid",
    ],
    ["by a root that knows nobody", () => claim(bundle, { ...root, certificateAuthorities: [] }), "keyless-invalid"],
    ["by a root without the log", () => claim(bundle, { ...root, tlogs: [] }), "keyless-invalid"],
    ["by a root without the certificates' log", () => claim(bundle, { ...root, ctlogs: [] }), "keyless-invalid"],
    ["that is cut", () => claim(bundle.slice(0, 300)), "keyless-invalid"],
    ["that is none", () => claim('{"mediaType":"x"}'), "keyless-invalid"],
    ["with a root that is none", () => keylessClaim(bundle, "trust me", BASE64, policy), "keyless-invalid"],
  ])("a signature %s", (_, refused, reason) => {
    expect(refused()).toMatchObject({ claim: "keyless", state: "fails", reason });
  });
});

describe("signs nothing", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["with what is no token", () => signed("secret-token")],
    ["with an address nobody verified", () => signed(token({ sub: "1", email: IDENTITY, email_verified: false }))],
    ["where Fulcio redirects", () => signed(TOKEN, `${url}/moved`)],
    ["where Fulcio refuses, and repeats the token", () => signed(TOKEN, `${url}/none`)],
    ["where Rekor makes no entry", () => signed(TOKEN, url, `${url}/none`)],
    [
      "without a token",
      () => signKeyless({ config: Config.parse({}), secret: () => undefined } as unknown as Project, PAYLOAD, signal),
    ],
  ])("%s", async (_, work) => {
    const error = await work().catch((cause: unknown) => cause as Error & { code: string });

    expect(error).toMatchObject({ code: "keyless-failed" });
    expect((error as Error).message).not.toContain(TOKEN);
    expect((error as Error).message).not.toContain("secret-token");
  });

  test("over a plain connection to a public name", async () => {
    const config = Config.parse({ keyless: { fulcio: "http://fulcio.example.org" } });

    await expect(signKeyless({ config, secret: () => TOKEN } as unknown as Project, PAYLOAD, signal)).rejects.toMatchObject({
      code: "config-invalid",
    });
  });
});
