export interface Signature {
  /** Hex SHA-256 of the public key's DER form. */
  readonly keyid: string;
  readonly signature: Uint8Array;
}

export interface Signer {
  readonly keyid: string;
  /** PEM (SPKI). */
  readonly publicKey: string;
  sign(message: Uint8Array): Promise<Signature>;
}

/** Verifies with a PEM public key; false for any mismatch, never throws. */
export type VerifySignature = (publicKey: string, message: Uint8Array, signature: Uint8Array) => boolean;

/** Signs in the name of an identity that others vouch for, with a key that nobody keeps. */
export interface IdentitySigner {
  /** A Sigstore bundle v0.3 as JSON text, with all that is needed to verify it offline. Rejects with AssayError `keyless-failed`. */
  sign(payload: Uint8Array, payloadType: string, signal: AbortSignal): Promise<string>;
}
