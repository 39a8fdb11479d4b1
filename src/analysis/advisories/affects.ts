import { compareVersions, majorOf } from "#analysis/versions/compare.ts";
import type { Advisory, Ecosystem, RangeEvent } from "#domain/advisory.ts";

export type Affected = "yes" | "no" | "unknown";

/**
 * Whether an advisory speaks of a version, by the evaluation of https://ossf.github.io/osv-schema/#evaluation. Unknown where a version of
 * the range or the one asked for cannot be ordered.
 */
export function affects(advisory: Advisory, ecosystem: Ecosystem, version: string): Affected {
  if (advisory.versions.includes(version)) return "yes";
  let answer: Affected = "no";
  for (const range of advisory.ranges) {
    const inside = inRange(range, ecosystem, version);
    if (inside === "yes") return "yes";
    if (inside === "unknown") answer = "unknown";
  }
  return answer;
}

function inRange(range: readonly RangeEvent[], ecosystem: Ecosystem, version: string): Affected {
  const sorted = sortEvents(range, ecosystem);
  if (sorted === undefined) return "unknown";
  const limits = sorted.filter(({ kind }) => kind === "limit");
  let inside = false;
  for (const { kind, version: point } of sorted) {
    const order = point === "0" ? 1 : compareVersions(ecosystem, version, point);
    if (order === undefined) return "unknown";
    if (kind === "introduced" && order >= 0) inside = true;
    else if (kind === "fixed" && order >= 0) inside = false;
    else if (kind === "last-affected" && order > 0) inside = false;
  }
  const allowed =
    limits.length === 0 ||
    limits.some(({ version: limit }) => limit === "*" || (compareVersions(ecosystem, version, limit) ?? 0) < 0);
  return inside && allowed ? "yes" : "no";
}

function sortEvents(range: readonly RangeEvent[], ecosystem: Ecosystem): RangeEvent[] | undefined {
  let known = true;
  const sorted = range
    .filter(({ kind, version }) => kind !== "limit" || version !== "*")
    .toSorted((a, b) => {
      if (a.version === b.version) return 0;
      if (a.version === "0") return -1;
      if (b.version === "0") return 1;
      const order = compareVersions(ecosystem, a.version, b.version);
      if (order === undefined) known = false;
      return order ?? 0;
    });
  return known ? sorted : undefined;
}

/**
 * The version to go to: the lowest fixed one of the same major version that no given advisory speaks of, else the lowest of any. Undefined
 * where no advisory names one.
 */
export function upgradeFor(
  advisories: readonly Advisory[],
  ecosystem: Ecosystem,
  version: string,
): { readonly version: string; readonly sameMajor: boolean } | undefined {
  const fixed = advisories.flatMap(({ ranges }) => ranges.flat()).filter(({ kind }) => kind === "fixed");
  const higher = [...new Set(fixed.map((event) => event.version))]
    .filter((point) => (compareVersions(ecosystem, point, version) ?? -1) > 0)
    .filter((point) => advisories.every((advisory) => affects(advisory, ecosystem, point) === "no"))
    .toSorted((a, b) => compareVersions(ecosystem, a, b) ?? 0);
  const near = higher.find((point) => majorOf(point) === majorOf(version));
  const chosen = near ?? higher[0];
  return chosen === undefined ? undefined : { version: chosen, sameMajor: near !== undefined };
}
