import type { Claim } from "#domain/claim.ts";

export type ClaimState = Claim["state"];

export interface VerifyOutcome {
  readonly ok: boolean;
  /** One line a claim: signature, patch, chain, each subject, and each replayed check. */
  readonly claims: readonly Claim[];
}

export interface AuditRequest {
  /** Hash of a ledger row that was noted down elsewhere, or a beginning of it, 16 hex digits at least. */
  readonly head?: string;
  /** Files with public keys (PEM) that count as trusted beside this user's own. */
  readonly trustKeys?: readonly string[];
}

export interface AuditOutcome extends VerifyOutcome {
  /** Hash of the last row of the ledger. */
  readonly head: string;
  readonly runs: number;
  readonly entries: number;
  readonly bundles: number;
  readonly approvals: number;
}

export interface VerifyOptions {
  /** Runs the recorded checks again. */
  readonly replay: boolean;
  /** Without a sandbox, also runs the patch of a signer who is not trusted. */
  readonly trustPatch?: boolean;
  /** Of an approval: the decision it must speak of, 8 hex digits or more. */
  readonly decision?: string;
  /** Files with public keys (PEM), relative to the current folder, that count as trusted beside this user's own. */
  readonly trustKeys?: readonly string[];
  /** A keyless signature of the same statement, which must hold too. */
  readonly keyless?: {
    /** Sigstore bundle and trusted root (JSON), relative to the current folder. */
    readonly bundle: string;
    readonly trustedRoot: string;
    readonly identity: string;
    readonly issuer: string;
  };
  /** The bundle is the note of the commit that is named instead of a file. */
  readonly note?: boolean;
}

export interface AttachRequest {
  /** Absolute path. */
  readonly bundle: string;
  /** Commit that carries it as a git note; absent: a file of the project carries it. */
  readonly note?: string;
}

/** Repository path of the file, or the commit with the note. */
export type AttachOutcome = { readonly path: string } | { readonly note: string };

export interface AttestRequest {
  /** Absolute path. */
  readonly bundle: string;
  /** URI of what the files are part of; one of the run by default. */
  readonly resource?: string;
  /** Instead: a Sigstore bundle of the repair's own statement, signed keyless. Asks the network, and a public log keeps it. */
  readonly keyless?: boolean;
}
