import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { PolicyError, toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { type Claim, fails, holds } from "#domain/claim.ts";

export interface KeylessPolicy {
  /** Whose signature it must be: an address or a URI, exactly as the certificate names it. */
  readonly identity: string;
  /** Who must vouch for the identity: the address of the OIDC issuer. */
  readonly issuer: string;
}

/**
 * Whether a Sigstore bundle is a keyless signature of this payload by this identity. Offline: `root` is the JSON of a Sigstore trusted root, and the bundle must carry the
 * certificate with its own log's timestamp and at least one entry of a transparency log. Total: rubbish is a claim that fails.
 */
export function keylessClaim(bundle: string, root: string, payload: string, { identity, issuer }: KeylessPolicy): Claim {
  const material = attempt(() => toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(root))));
  if ("fault" in material)
    return fails("keyless", "keyless-invalid", `the root of trust cannot be read: ${material.fault.message}`);
  const read = attempt(() => bundleFromJSON(JSON.parse(bundle)));
  if ("fault" in read) return fails("keyless", "keyless-invalid", `no Sigstore bundle: ${read.fault.message.slice(0, 300)}`);
  const { content } = read.value;
  if (content.$case !== "dsseEnvelope" || content.dsseEnvelope.payload.toString("base64") !== payload)
    return fails("keyless", "keyless-differs");
  const verifier = new Verifier(material.value, { tlogThreshold: 1, ctlogThreshold: 1 });
  const done = attempt(() =>
    verifier.verify(toSignedEntity(read.value), { subjectAlternativeName: exactly(identity), extensions: { issuer } }),
  );
  if (!("fault" in done)) return holds("keyless", `signed by ${identity}, for whom ${issuer} vouches`);
  if (done.fault instanceof PolicyError) return fails("keyless", "keyless-identity", done.fault.message);
  return fails("keyless", "keyless-invalid", done.fault.message);
}

/** The verifier takes a text as a regular expression. */
function exactly(identity: string): string {
  return `^${identity.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`)}$`;
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly fault: Error } {
  try {
    return { value: work() };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return { fault: cause };
  }
}
