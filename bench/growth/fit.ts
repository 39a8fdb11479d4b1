export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Share of the variance of y that the line explains. */
  readonly r2: number;
}

/** The line of least squares. Needs two points of different x. */
export function lineThrough(points: readonly Point[]): Line {
  const mean = (value: (point: Point) => number): number => points.reduce((sum, point) => sum + value(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = mean((point) => (point.x - x) ** 2);
  if (spread === 0) throw new Error("a line needs two different points");
  const slope = mean((point) => (point.x - x) * (point.y - y)) / spread;
  const intercept = y - slope * x;
  const total = mean((point) => (point.y - y) ** 2);
  const rest = mean((point) => (point.y - intercept - slope * point.x) ** 2);
  return { slope, intercept, r2: total === 0 ? 1 : 1 - rest / total };
}

/** The power of x that y grows with: 1 is linear, 2 quadratic. */
export function exponentOf(points: readonly Point[]): number {
  return lineThrough(points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }))).slope;
}
