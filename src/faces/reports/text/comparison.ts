import type { CompareOutcome } from "#app/compare-api.ts";
import { padDisplay } from "#lib/display-width.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";

const MEASURES = [
  ["precision", "precision"],
  ["recall", "recall"],
  ["f1", "F1"],
  ["youden", "Youden"],
] as const;
/** So many sets of engines are listed. */
const MOST_SETS = 15;

/** A table of engines, pairs and all together; then who saw the same defects, and how often a probability comes true. */
export function comparisonText({ comparison, ...about }: CompareOutcome, { paint }: TextStyle): string {
  const { lines, overlaps, calibration } = comparison;
  const shown = MEASURES.filter(([id]) => lines.some(({ measures }) => measures[id] !== undefined));
  const rows = [
    ["scanner", "files", "flagged", ...shown.map(([, title]) => title), "complete", "seconds"],
    ...lines.map(({ id, files, flagged, measures, complete, seconds }) => [
      id,
      String(files),
      String(flagged),
      ...shown.map(([name]) => measures[name]?.toFixed(3) ?? "–"),
      complete === undefined ? "–" : `${Math.floor(complete * 100)} %`,
      seconds.toFixed(1),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const table = rows.map((row, at) => {
    const cells = row.map((cell, column) =>
      column === 0 ? padDisplay(cell, widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return at === 0 ? paint("dim", cells.join("  ")) : cells.join("  ");
  });
  const more = overlaps.length > MOST_SETS ? [`  … ${plural(overlaps.length - MOST_SETS, "smaller set")}`] : [];
  const sets = overlaps
    .slice(0, MOST_SETS)
    .map(({ engines, defects }) => `${String(defects).padStart(8)}  only ${engines.join(" and ")}`);
  const bins = (calibration?.bins ?? []).map(
    (bin) => `  said ${bin.said.toFixed(2)}  true ${bin.true.toFixed(2)}  ${plural(bin.defects, "defect")}`,
  );
  return `${[
    ...table,
    "",
    paint("bold", "Defects by who saw them"),
    ...(sets.length === 0 ? ["  none that counts"] : sets),
    ...more,
    ...(calibration === undefined
      ? []
      : [
          "",
          paint(
            "bold",
            `Brier score ${calibration.brier.toFixed(3)}; the best constant answer gives ${calibration.constant.toFixed(3)}`,
          ),
          ...bins,
        ]),
    "",
    ...comparisonNotes(about).map((note) => paint("dim", note)),
  ].join("\n")}\n`;
}

/** What the figures are about. */
export function comparisonNotes({ files, versions, threshold, absent }: Omit<CompareOutcome, "comparison">): string[] {
  const named = Object.entries(versions).map(([id, version]) => `${id} ${version === "" ? "(not here)" : version}`);
  return [
    `${plural(files, "file")}; ${named.join(", ") || "no scanner"}.`,
    `Defects of at least ${threshold.severity} severity and probability ${threshold.probability} count; a defect is right where its file is labelled vulnerable.`,
    ...(absent.length === 0 ? [] : [`Took no part: ${absent.map(({ id }) => id).join(", ")}; assay doctor says why.`]),
  ];
}
