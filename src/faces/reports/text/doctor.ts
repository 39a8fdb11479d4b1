import { oneLine } from "#lib/text.ts";
import type { DoctorLine } from "#app/doctor-api.ts";
import { displayWidth, padDisplay, wrap } from "#lib/display-width.ts";
import type { TextStyle } from "./style.ts";

/** What works on this machine, by area, with the remedy under what does not. */
export function doctorText(lines: readonly DoctorLine[], healthy: boolean, version: string, style: TextStyle): string {
  const { paint } = style;
  const width = Math.min(30, Math.max(0, ...lines.map((line) => displayWidth(oneLine(line.name)))));
  const margin = width + 14;
  const rows = lines.flatMap((line, at) => {
    const area = line.area === lines[at - 1]?.area ? "" : line.area;
    const mark = {
      ok: paint("green", "✓"),
      missing: paint("dim", "–"),
      degraded: paint("yellow", "!"),
      refused: paint("red", "✗"),
    }[line.state];
    const room = Math.max(20, style.columns - margin);
    const remedy = line.remedy === undefined ? "" : `→ ${oneLine(line.remedy)}`;
    // There are many engines that may be missing, and none must be there: they take one paragraph each.
    const together = line.area === "engine" && line.state === "missing";
    const [first = "", ...rest] = wrap(together ? `${oneLine(line.detail)} ${remedy}` : oneLine(line.detail), room);
    const more = [...rest, ...(together || remedy === "" ? [] : wrap(remedy, room))];
    return [
      `${paint("dim", area.padEnd(9))} ${mark} ${padDisplay(oneLine(line.name), width)}  ${first}`.trimEnd(),
      ...more.map((text) => " ".repeat(margin) + text),
    ];
  });
  const verdict = healthy
    ? `${paint("green", "Ready")}: assay ${version} can work here.`
    : `${paint(["bold", "red"], "Not ready")}: mend what is marked ✗ or missing above.`;
  return `${[...rows, "", verdict].join("\n")}\n`;
}
