import type { Command } from "commander";
import type { VerifyOptions } from "#app/evidence-api.ts";
import { AssayError } from "#domain/errors.ts";

export interface KeylessFlags {
  readonly keyless?: string;
  readonly trustedRoot?: string;
  readonly identity?: string;
  readonly issuer?: string;
}

/** Options of `assay verify` for a keyless signature. */
export function keylessOptions(command: Command): Command {
  return command
    .option("--keyless <file>", "a Sigstore bundle that assay audit attest --keyless wrote: it must hold too; offline")
    .option("--trusted-root <file>", "with --keyless: the root of trust, a Sigstore trusted_root.json")
    .option("--identity <name>", "with --keyless: whose signature it must be, exactly")
    .option("--issuer <url>", "with --keyless: who must vouch for the identity");
}

/** Throws AssayError `usage` where only some are given: a signature of anybody proves nothing. */
export function keylessOf({ keyless, trustedRoot, identity, issuer }: KeylessFlags): Pick<VerifyOptions, "keyless"> {
  const given = [keyless, trustedRoot, identity, issuer].filter((one) => one !== undefined);
  if (given.length === 0) return {};
  if (keyless === undefined || trustedRoot === undefined || identity === undefined || issuer === undefined)
    throw new AssayError("usage", "--keyless, --trusted-root, --identity and --issuer belong together");
  return { keyless: { bundle: keyless, trustedRoot, identity, issuer } };
}
