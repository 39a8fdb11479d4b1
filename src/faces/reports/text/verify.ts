import { oneLine } from "#lib/text.ts";
import type { VerifyOutcome } from "#app/api.ts";
import { displayWidth, padDisplay, wrap } from "#lib/display-width.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";

/** One line a claim, then whether the evidence may be relied on. */
export function verifyText(outcome: VerifyOutcome, style: TextStyle): string {
  const { paint } = style;
  const width = Math.min(40, Math.max(0, ...outcome.claims.map(({ claim }) => displayWidth(oneLine(claim)))));
  const lines = outcome.claims.flatMap(({ claim, state, detail }) => {
    const mark = { holds: paint("green", "✓"), fails: paint("red", "✗"), unknown: paint("yellow", "–") }[state];
    return wrap(oneLine(detail), Math.max(20, style.columns - width - 4)).map((line, at) =>
      `${at === 0 ? `${mark} ${padDisplay(oneLine(claim), width)}` : " ".repeat(width + 2)}  ${line}`.trimEnd(),
    );
  });
  return `${[...lines, verdict(outcome, style)].join("\n")}\n`;
}

function verdict({ ok, claims }: VerifyOutcome, { paint }: TextStyle): string {
  const fails = claims.filter((claim) => claim.state === "fails").length;
  const unknown = claims.filter((claim) => claim.state === "unknown").length;
  if (fails > 0)
    return `${paint(["bold", "red"], "Do not trust this evidence")}: ${plural(fails, "claim")} ${fails === 1 ? "fails" : "fail"}.`;
  if (unknown > 0 || claims.length === 0)
    return `${paint(["bold", "yellow"], "Not proven")}: ${plural(unknown, "claim")} could not be checked.`;
  if (!ok) return paint(["bold", "red"], "Do not trust this evidence.");
  return `${paint("green", "The evidence holds")}: ${plural(claims.length, "claim")}.`;
}
