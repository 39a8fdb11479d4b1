import type { DoctorLine } from "#app/doctor-api.ts";
import { displayWidth, padDisplay, wrap } from "#lib/display-width.ts";
import { oneLine } from "#lib/text.ts";
import type { TextStyle } from "./style.ts";

const AREAS: Readonly<Record<DoctorLine["area"], string>> = {
  runtime: "assay",
  engine: "engines",
  toolchain: "toolchains",
  sandbox: "sandbox",
  tests: "tests and search",
  model: "model",
  store: "journal",
  key: "key",
  config: "settings",
};

/** What works on this machine, then what does not and what that costs, one line each. With `verbose` every detail, with the remedies. */
export function doctorText(lines: readonly DoctorLine[], healthy: boolean, version: string, style: TextStyle): string {
  const { paint, verbose } = style;
  const body = verbose ? detailed(lines, style) : [...working(lines, style), ...broken(lines, style)];
  const verdict = healthy
    ? `${paint("green", "Ready")}: assay ${version} can work here.`
    : `${paint(["bold", "red"], "Not ready")}: mend what is marked ✗ or missing above.`;
  const more = !verbose && lines.some(({ remedy }) => remedy !== undefined);
  return `${[...body, "", verdict, ...(more ? [`Next      assay doctor --verbose   ${paint("dim", "how to get what is missing")}`] : [])].join("\n")}\n`;
}

function working(lines: readonly DoctorLine[], { paint, columns }: TextStyle): string[] {
  const width = Math.max(...Object.values(AREAS).map(displayWidth));
  const areas = Map.groupBy(
    lines.filter(({ state }) => state === "ok"),
    ({ area }) => area,
  );
  const rows = Array.from(areas).flatMap(([area, here]) => {
    const words = here.filter(({ byName }) => byName !== true).map(shortly);
    const named = here.filter(({ byName }) => byName === true).map(shortly);
    const text = [words.join(", "), ...(named.length > 0 ? [`when named with --engine: ${named.join(", ")}`] : [])];
    return text
      .filter((one) => one !== "")
      .flatMap((one) => wrap(one, Math.max(20, columns - width - 4)))
      .map(
        (one, at) => `${at === 0 ? `${paint("green", "✓")} ${padDisplay(AREAS[area], width)}` : " ".repeat(width + 2)}  ${one}`,
      );
  });
  return [paint("bold", "Works here"), ...rows];
}

/** Name and version; for what is one of a kind its detail. */
function shortly({ area, name, version, detail }: DoctorLine): string {
  if (area === "engine" || area === "toolchain" || area === "tests")
    return version === undefined || version === "" ? oneLine(name) : `${oneLine(name)} ${oneLine(version)}`;
  return area === "sandbox" ? `${oneLine(name)}: ${oneLine(detail)}` : oneLine(detail);
}

function broken(lines: readonly DoctorLine[], { paint, columns }: TextStyle): string[] {
  const bad = lines.filter(({ state }) => state !== "ok");
  if (bad.length === 0) return [];
  const width = Math.min(30, Math.max(...bad.map(({ name }) => displayWidth(oneLine(name)))));
  const marks = { ok: "", missing: paint("dim", "–"), degraded: paint("yellow", "!"), refused: paint("red", "✗") };
  const rows = Array.from(Map.groupBy(bad, ({ area }) => area)).flatMap(([area, some]) => [
    paint("dim", AREAS[area]),
    ...some
      .filter((line) => !onlyNamed(line))
      .map(({ name, state, cost, detail, rungs }) => {
        const reach = rungs === undefined ? "" : ` (${rungs.join(" ")})`;
        // What was refused has a reason that a user must see; what is missing has none but that.
        const words = state === "missing" ? `${cost ?? detail}${reach}` : detail;
        return `  ${marks[state]} ${padDisplay(oneLine(name), width)}  ${cut(oneLine(words), Math.max(20, columns - width - 6))}`;
      }),
    ...unnamed(some.filter(onlyNamed), width, columns),
  ]);
  return ["", paint("bold", "Missing, and what that costs"), ...rows];
}

/** Missing, and nobody would have asked it: such engines take part only by name. */
function onlyNamed({ state, byName }: DoctorLine): boolean {
  return state === "missing" && byName === true;
}

function unnamed(lines: readonly DoctorLine[], width: number, columns: number): string[] {
  if (lines.length === 0) return [];
  const names = `nothing, unless you name them (--engine default,NAME): ${lines.map(({ name }) => oneLine(name)).join(", ")}`;
  return wrap(names, Math.max(20, columns - width - 6)).map(
    (row, at) => `  ${at === 0 ? "–" : " "} ${padDisplay(at === 0 ? `${lines.length} more` : "", width)}  ${row}`,
  );
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const [first = ""] = wrap(text, width - 1);
  return `${first.replace(/[,;:]$/u, "")}…`;
}

function detailed(lines: readonly DoctorLine[], { paint, columns }: TextStyle): string[] {
  const width = Math.min(30, Math.max(0, ...lines.map((line) => displayWidth(oneLine(line.name)))));
  const margin = width + 16;
  return lines.flatMap((line, at) => {
    const area = line.area === lines[at - 1]?.area ? "" : line.area;
    const mark = {
      ok: paint("green", "✓"),
      missing: paint("dim", "–"),
      degraded: paint("yellow", "!"),
      refused: paint("red", "✗"),
    }[line.state];
    const room = Math.max(20, columns - margin);
    const remedy = line.remedy === undefined ? [] : wrap(`→ ${oneLine(line.remedy)}`, room);
    const [first = "", ...rest] = wrap(oneLine(line.detail), room);
    return [
      `${paint("dim", area.padEnd(11))} ${mark} ${padDisplay(oneLine(line.name), width)}  ${first}`.trimEnd(),
      ...[...rest, ...remedy].map((text) => " ".repeat(margin) + text),
    ];
  });
}
