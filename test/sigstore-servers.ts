import { fulcioHandler, type HandlerFn, initializeCA, initializeCTLog, initializeTLog, rekorHandler } from "@sigstore/mock";
import { createHash, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface PlayedSigstore {
  /** Of both; `/moved` below it redirects to the same. */
  readonly url: string;
  /** Path and body of every request so far. */
  readonly met: readonly string[];
  /** A Sigstore trusted root that knows these two and nobody else. */
  readonly root: Readonly<Record<string, unknown>>;
  close(): void;
}

/** An identity token as an OIDC issuer writes it; nobody here looks at its signature. */
export function token(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.c2lnbmF0dXJl`;
}

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

/** Fulcio and Rekor with keys of their own, on this machine; `loggedAt` is the time that the log writes, now where absent. */
export async function playSigstore({ loggedAt }: { readonly loggedAt?: Date } = {}): Promise<PlayedSigstore> {
  const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
  const [caKeys, ctKeys, logKeys] = [pair(), pair(), pair()];
  const ctlog = await initializeCTLog(ctKeys);
  const ca = await initializeCA(caKeys, ctlog);
  const met: string[] = [];
  const handlers = new Map<string, HandlerFn>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      met.push(`${request.url} ${body}`);
      const answer = handlers.get(request.url ?? "");
      if (request.url === "/moved/api/v2/signingCert") response.writeHead(307, { location: `${url}/api/v2/signingCert` }).end();
      else if (answer === undefined) response.writeHead(500).end(body);
      else
        void answer(request.url === rekor.path ? canonical(body) : body).then(({ statusCode, response: text, contentType }) => {
          response.writeHead(statusCode, { "content-type": contentType ?? "text/plain" }).end(text);
        });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tlog = await initializeTLog(url, logKeys, loggedAt);
  const [fulcio, rekor] = [fulcioHandler(ca), rekorHandler(tlog)];
  for (const { path, fn } of [fulcio, rekor]) handlers.set(path, fn);
  const validFor = { start: new Date(Date.now() - 60_000).toISOString() };
  const log = (publicKey: Uint8Array, keyId: Uint8Array) => ({
    baseUrl: url,
    hashAlgorithm: "SHA2_256",
    publicKey: { rawBytes: Buffer.from(publicKey).toString("base64"), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor },
    logId: { keyId: Buffer.from(keyId).toString("base64") },
  });
  const root = {
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
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url, met, root, close };
}
