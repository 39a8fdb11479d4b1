import type { VerifyOutcome } from "./evidence-api.ts";

/** Why the recorded checks must not run again: they would start what a stranger wrote, with no walls around it. Undefined when they may. */
export function replayRefused(
  claims: VerifyOutcome["claims"],
  sandbox: string | undefined,
  trustPatch: boolean,
): string | undefined {
  const known = claims.some(({ claim, state }) => claim === "signer" && state === "holds");
  if (known || trustPatch || sandbox !== "none") return undefined;
  return "not run: the patch of a signer you do not know runs without a sandbox only with --trust-patch";
}
