import type { Line, Point } from "./fit.ts";

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly points: readonly Point[];
  readonly line: Line;
}

const WIDTH = 640;
const HEIGHT = 360;
const EDGE = { left: 64, right: 24, top: 40, bottom: 52 };

/** A scatter plot with its line of least squares, both axes from zero, as SVG that needs no style sheet. */
export function plotSvg({ title, x, y, points, line }: Plot): string {
  const maxX = Math.max(...points.map((point) => point.x));
  const maxY = ceiling(Math.max(...points.map((point) => point.y), line.intercept + line.slope * maxX));
  const left = (value: number): number => round(EDGE.left + (value / maxX) * (WIDTH - EDGE.left - EDGE.right));
  const top = (value: number): number => round(HEIGHT - EDGE.bottom - (value / maxY) * (HEIGHT - EDGE.top - EDGE.bottom));
  const text = (at: number, down: number, anchor: string, content: string): string =>
    `<text x="${at}" y="${down}" text-anchor="${anchor}">${escaped(content)}</text>`;
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${top(share * maxY)}" y2="${top(share * maxY)}" stroke="#ddd"/>`,
    text(EDGE.left - 8, top(share * maxY) + 4, "end", String(round(share * maxY))),
    text(
      left(share * maxX),
      HEIGHT - EDGE.bottom + 18,
      "middle",
      (Math.round((share * maxX) / 1000) * 1000).toLocaleString("en"),
    ),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${EDGE.left}" y="22" font-size="14" font-weight="bold">${escaped(title)}</text>`,
    ...ticks,
    text(WIDTH / 2, HEIGHT - 10, "middle", x),
    `<text transform="translate(14 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
    `<line x1="${left(0)}" y1="${top(Math.max(0, line.intercept))}" x2="${left(maxX)}" y2="${top(line.intercept + line.slope * maxX)}" stroke="#c60" stroke-dasharray="5 4"/>`,
    ...points.map((point) => `<circle cx="${left(point.x)}" cy="${top(point.y)}" r="4" fill="#06c"/>`),
    "</svg>",
    "",
  ].join("\n");
}

/** The least 1, 2 or 5 times a power of ten that is not below. */
function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return power * ([1, 2, 5].find((step) => step * power >= value) ?? 10);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
