import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Claim } from "#domain/claim.ts";
import { AssayError } from "#domain/errors.ts";
import { PAYLOAD_TYPE } from "#domain/evidence.ts";
import { preAuthEncoding } from "#stages/record/statement.ts";
import type { VerifyOptions } from "./evidence-api.ts";
import type { Project } from "./project.ts";

/** Signs a statement keyless, as the user's settings say. Rejects with AssayError `keyless-failed`. */
export async function signKeyless({ config, secret }: Project, payload: Uint8Array, signal: AbortSignal): Promise<string> {
  const { tokenVariable } = config.keyless;
  const token = secret(tokenVariable);
  if (token === undefined)
    throw new AssayError("keyless-failed", `there is no identity token: ${tokenVariable} is not set`, {
      hint: "Ask your provider for an OIDC token with audience sigstore; evidence signed with your own key needs none.",
    });
  const [{ keylessSigner }, { guardedFetch }, { namesOwnNetwork }] = await Promise.all([
    import("#adapters/signers/keyless.ts"),
    import("#adapters/models/guarded-fetch.ts"),
    import("#adapters/models/allowed-address.ts"),
  ]);
  const [fulcio, rekor] = [config.keyless.fulcio, config.keyless.rekor].map((url) => url.replace(/\/+$/u, "")) as [
    string,
    string,
  ];
  const { protocol, hostname } = new URL(fulcio);
  if (protocol === "http:" && !namesOwnNetwork(hostname))
    throw new AssayError("config-invalid", "keyless.fulcio: the identity token would be sent in the clear; use https");
  const fetchOf = (url: string) => guardedFetch({ url, allowPrivate: false });
  const signer = keylessSigner({
    fulcio,
    rekor,
    fetchFulcio: fetchOf(fulcio),
    fetchRekor: fetchOf(rekor),
    token,
    encode: preAuthEncoding,
  });
  return signer.sign(payload, PAYLOAD_TYPE, signal);
}

/** Whether a keyless signature of the payload (base64) holds. Offline. Rejects with AssayError `path-missing`. */
export async function checkKeyless(
  { cwd }: Project,
  { bundle, trustedRoot, identity, issuer }: NonNullable<VerifyOptions["keyless"]>,
  payload: string,
): Promise<Claim> {
  const [signed, root] = await Promise.all(
    [bundle, trustedRoot].map((file) =>
      readFile(resolve(cwd, file), "utf8").catch((cause: unknown) => {
        throw new AssayError("path-missing", `${file} cannot be read`, { cause });
      }),
    ),
  );
  const { keylessClaim } = await import("#adapters/signers/verify-keyless.ts");
  return keylessClaim(signed ?? "", root ?? "", payload, { identity, issuer });
}
