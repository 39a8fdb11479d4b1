import type { Calibration } from "#domain/calibration.ts";

const SIZE = 420;
const EDGE = { left: 56, right: 20, top: 48, bottom: 48 };

export interface Curve {
  readonly name: string;
  readonly color: string;
  readonly calibration: Calibration;
}

/** What was said against what came true, one curve each, with the diagonal of perfect answers, as SVG that needs no style sheet. */
export function reliabilitySvg(title: string, curves: readonly Curve[]): string {
  const x = (value: number): number => round(EDGE.left + value * (SIZE - EDGE.left - EDGE.right));
  const y = (value: number): number => round(SIZE - EDGE.bottom - value * (SIZE - EDGE.top - EDGE.bottom));
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((value) => [
    `<line x1="${x(0)}" x2="${x(1)}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/>`,
    `<text x="${x(0) - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
    `<text x="${x(value)}" y="${y(0) + 18}" text-anchor="middle">${value}</text>`,
  ]);
  const drawn = curves.flatMap(({ name, color, calibration: { bins, brier } }, at) => [
    `<polyline fill="none" stroke="${color}" stroke-width="2" points="${bins.map((bin) => `${x(bin.said)},${y(bin.true)}`).join(" ")}"/>`,
    ...bins.map(
      (bin) =>
        `<circle cx="${x(bin.said)}" cy="${y(bin.true)}" r="${round(2 + Math.sqrt(bin.defects) / 4)}" fill="${color}" fill-opacity="0.6"/>`,
    ),
    `<text x="${x(0) + 8}" y="${EDGE.top + 14 + at * 16}" fill="${color}">${name}: Brier ${brier.toFixed(3)}</text>`,
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<rect width="${SIZE}" height="${SIZE}" fill="#fff"/>`,
    `<text x="${EDGE.left}" y="24" font-size="14" font-weight="bold">${title}</text>`,
    ...ticks,
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#999" stroke-dasharray="5 4"/>`,
    ...drawn,
    `<text x="${SIZE / 2}" y="${SIZE - 10}" text-anchor="middle">said</text>`,
    `<text transform="translate(16 ${SIZE / 2}) rotate(-90)" text-anchor="middle">came true</text>`,
    "</svg>",
    "",
  ].join("\n");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
