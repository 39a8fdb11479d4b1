import { oneLine } from "#lib/text.ts";
import type { ExplainedPolicy } from "#app/policy-explained.ts";
import type { JudgedCase } from "#app/policy-run.ts";
import { displayWidth, wrap } from "#lib/display-width.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";

/** A line for each case with what decided it, the differences under it, and how many passed. */
export function testedPolicyText(cases: readonly JudgedCase[], { paint }: TextStyle): string {
  const lines = cases.flatMap(({ name, place, verdict, differences }) => {
    const mark = differences.length === 0 ? paint("green", "✓") : paint("red", "✗");
    const [first] = verdict.reasons;
    const why = first === undefined ? "" : `: ${first.rule}${first.decidedBy === undefined ? "" : `, ${first.decidedBy}`}`;
    return [
      `${mark} ${oneLine(name)}  ${paint("dim", oneLine(`${verdict.outcome}${why}`))}`,
      ...differences.map((difference) => `    ${oneLine(place)}  ${oneLine(difference)}`),
    ];
  });
  const failed = cases.filter(({ differences }) => differences.length > 0).length;
  const verdict =
    failed === 0
      ? `${paint("green", "Passed")}: ${plural(cases.length, "case")}.`
      : `${paint("red", "Failed")}: ${failed} of ${plural(cases.length, "case")}.`;
  return `${[...lines, verdict].join("\n")}\n`;
}

/** What the policy asks, each with the line that asks it. */
export function explainedPolicyText({ lines }: ExplainedPolicy, style: TextStyle): string {
  const places = lines.map(({ decidedBy }) => oneLine(decidedBy));
  const width = Math.min(40, Math.max(...places.map(displayWidth)));
  return lines
    .map(({ words }, index) => {
      const place = places[index] ?? "";
      const pad = " ".repeat(Math.max(0, width - displayWidth(place)));
      const [first = "", ...rest] = wrap(oneLine(words), Math.max(20, style.columns - width - 2));
      return [`${style.paint("dim", place)}${pad}  ${first}`, ...rest.map((line) => `${" ".repeat(width + 2)}${line}`)].join(
        "\n",
      );
    })
    .map((line) => `${line}\n`)
    .join("");
}
