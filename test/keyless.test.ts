import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardedFetch } from "#adapters/models/guarded-fetch.ts";
import { keylessSigner } from "#adapters/signers/keyless.ts";
import { keylessClaim } from "#adapters/signers/verify-keyless.ts";
import { Config } from "#app/config.ts";
import { signKeyless } from "#app/keyless.ts";
import type { Project } from "#app/project.ts";
import { PAYLOAD_TYPE } from "#domain/evidence.ts";
import { preAuthEncoding } from "#stages/record/statement.ts";
import { type PlayedSigstore, playSigstore, token } from "./sigstore-servers.ts";

const signal = AbortSignal.timeout(60_000);
const ISSUER = "https://issuer.example.org";
const IDENTITY = "ana@example.org";
const PAYLOAD = Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}');
const BASE64 = PAYLOAD.toString("base64");
const policy = { identity: IDENTITY, issuer: ISSUER };
let played: PlayedSigstore;
let url: string;
let root: PlayedSigstore["root"];
let met: PlayedSigstore["met"];
let bundle: string;

const TOKEN = token({ iss: ISSUER, sub: IDENTITY });

beforeAll(async () => {
  played = await playSigstore();
  ({ url, root, met } = played);
  bundle = await signed();
});
afterAll(() => played.close());

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
