import { oneLine } from "#lib/text.ts";
import type { VerifyOutcome } from "#app/evidence-api.ts";
import { displayWidth, padDisplay, wrap } from "#lib/display-width.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";

/** One line a claim, then whether the evidence may be relied on. */
export function verifyText(outcome: VerifyOutcome, style: TextStyle): string {
  return `${[...claimLines(outcome.claims, style), verdictOf(outcome, style, "The evidence holds")].join("\n")}\n`;
}

/** The claims, their details wrapped beside them. */
export function claimLines(claims: VerifyOutcome["claims"], { paint, columns }: TextStyle): string[] {
  const width = Math.min(40, Math.max(0, ...claims.map(({ claim }) => displayWidth(oneLine(claim)))));
  return claims.flatMap(({ claim, state, detail }) => {
    const mark = { holds: paint("green", "✓"), fails: paint("red", "✗"), unknown: paint("yellow", "–") }[state];
    return wrap(oneLine(detail), Math.max(20, columns - width - 4)).map((line, at) =>
      `${at === 0 ? `${mark} ${padDisplay(oneLine(claim), width)}` : " ".repeat(width + 2)}  ${line}`.trimEnd(),
    );
  });
}

export function verdictOf({ ok, claims }: VerifyOutcome, { paint }: TextStyle, good: string): string {
  const fails = claims.filter((claim) => claim.state === "fails").length;
  const unknown = claims.filter((claim) => claim.state === "unknown").length;
  if (fails > 0)
    return `${paint(["bold", "red"], "Do not trust this evidence")}: ${plural(fails, "claim")} ${fails === 1 ? "fails" : "fail"}.`;
  if (unknown > 0 || claims.length === 0)
    return `${paint(["bold", "yellow"], "Not proven")}: ${plural(unknown, "claim")} could not be checked.`;
  if (!ok) return paint(["bold", "red"], "Do not trust this evidence.");
  return `${paint("green", good)}: ${plural(claims.length, "claim")}.`;
}
