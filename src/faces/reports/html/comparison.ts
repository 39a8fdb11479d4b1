import type { Calibration } from "#domain/calibration.ts";
import type { Comparison, ComparisonLine } from "#domain/comparison.ts";

/** One HTML file without anything from elsewhere; light and dark. */
export function comparisonPage(title: string, notes: readonly string[], { lines, overlaps, calibration }: Comparison): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #6a737d; --line: #d0d7de; --mark: #0969da; --paper: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #8b949e; --line: #30363d; --mark: #58a6ff; --paper: #0d1117 } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums } th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right }
th:first-child, td:first-child { text-align: left } th { color: var(--dim); font-weight: 600 } svg { max-width: 100%; height: auto } svg text { fill: var(--ink); font-size: 13px }
.bar { fill: var(--mark) } .off { fill: var(--line) } .dim { stroke: var(--line) } .ideal { stroke: var(--dim); stroke-dasharray: 4 4 } p { color: var(--dim) }
</style></head><body>
<h1>${escaped(title)}</h1>
${notes.map((note) => `<p>${escaped(note)}</p>`).join("\n")}
<h2>Each scanner, each pair, all together</h2>
${tableOf(lines)}
<h2>Who saw the same defects</h2>
${overlaps.length === 0 ? "<p>No defect counts.</p>" : upset(overlaps)}
${calibration === undefined ? "" : `<h2>How often a probability comes true</h2>\n<p>Brier score ${calibration.brier.toFixed(3)} over ${calibration.defects} defects; the best constant answer gives ${calibration.constant.toFixed(3)}.</p>\n${reliability(calibration)}`}
</body></html>
`;
}

const COLUMNS: readonly (readonly [id: string, title: string])[] = [
  ["precision", "precision"],
  ["recall", "recall"],
  ["f1", "F1"],
  ["youden", "Youden J"],
];

function tableOf(lines: readonly ComparisonLine[]): string {
  const shown = COLUMNS.filter(([id]) => lines.some(({ measures }) => measures[id] !== undefined));
  const head = ["scanner", "files", "flagged", ...shown.map(([, title]) => title), "complete", "seconds"];
  const rows = lines.map(({ id, files, flagged, measures, complete, seconds }) => [
    id,
    String(files),
    String(flagged),
    ...shown.map(([name]) => measures[name]?.toFixed(3) ?? "–"),
    complete === undefined ? "–" : `${Math.floor(complete * 100)} %`,
    seconds.toFixed(1),
  ]);
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${cells("th", head)}</thead><tbody>${rows.map((row) => cells("td", row)).join("")}</tbody></table>`;
}

/** Intersections as columns of an UpSet plot: bars above, the engines of each below. */
function upset(overlaps: Comparison["overlaps"]): string {
  const shown = overlaps.slice(0, 20);
  const engines = [...new Set(overlaps.flatMap((one) => one.engines))].toSorted();
  const most = Math.max(...shown.map(({ defects }) => defects));
  const [left, step, high, row] = [130, 36, 160, 24];
  const width = left + step * shown.length + 20;
  const bars = shown.map(({ defects, engines: seen }, at) => {
    const [x, height] = [left + at * step, Math.max(1, (defects / most) * high)];
    const dots = engines.map(
      (engine, down) =>
        `<circle cx="${x + 12}" cy="${high + 50 + down * row}" r="6" class="${seen.includes(engine) ? "bar" : "off"}"/>`,
    );
    return `<rect x="${x}" y="${high + 20 - height}" width="24" height="${height}" class="bar"/><text x="${x + 12}" y="${high + 14 - height}" text-anchor="middle">${defects}</text>${dots.join("")}`;
  });
  const names = engines.map(
    (engine, down) => `<text x="${left - 14}" y="${high + 54 + down * row}" text-anchor="end">${escaped(engine)}</text>`,
  );
  const more = overlaps.length > shown.length ? `<p>${overlaps.length - shown.length} smaller sets are left out.</p>` : "";
  return `<svg viewBox="0 0 ${width} ${high + 50 + engines.length * row}" width="${width}" role="img" aria-label="Defects by the set of scanners that saw them">${names.join("")}${bars.join("")}</svg>${more}`;
}

/** Said against true, each bin a circle whose area is its number of defects; the line is what would be right. */
function reliability({ bins }: Calibration): string {
  const [size, edge] = [320, 44];
  const at = (share: number): number => Math.round(edge + share * size);
  const up = (share: number): number => Math.round(edge + (1 - share) * size);
  const most = Math.max(...bins.map(({ defects }) => defects));
  const marks = bins.map(
    ({ said, true: right, defects }) =>
      `<circle cx="${at(said)}" cy="${up(right)}" r="${(4 + 12 * Math.sqrt(defects / most)).toFixed(1)}" class="bar" fill-opacity="0.7"><title>${defects} defects: said ${said.toFixed(2)}, true ${right.toFixed(2)}</title></circle>`,
  );
  const ticks = [0, 0.5, 1].map(
    (share) =>
      `<text x="${at(share)}" y="${up(0) + 18}" text-anchor="middle">${share}</text><text x="${edge - 8}" y="${up(share) + 4}" text-anchor="end">${share}</text>`,
  );
  return `<svg viewBox="0 0 ${size + 2 * edge} ${size + 2 * edge}" width="${size + 2 * edge}" role="img" aria-label="Reliability of probabilities"><rect x="${edge}" y="${edge}" width="${size}" height="${size}" fill="none" class="dim"/><line x1="${at(0)}" y1="${up(0)}" x2="${at(1)}" y2="${up(1)}" class="ideal"/>${marks.join("")}${ticks.join("")}<text x="${at(0.5)}" y="${up(0) + 36}" text-anchor="middle">probability said</text></svg>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
