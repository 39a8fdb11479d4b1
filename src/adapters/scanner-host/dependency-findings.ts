import { affects, upgradeFor } from "#analysis/advisories/affects.ts";
import type { LockedPackage } from "#analysis/lockfiles/locked-package.ts";
import type { Advisory } from "#domain/advisory.ts";
import type { Problem } from "#domain/completeness.ts";
import type { AdvisorySnapshot } from "#ports/advisories.ts";
import type { RawFinding } from "#ports/scanner.ts";
import type { ImportPlaces } from "./import-places.ts";
import type { ReadLock } from "./locked-packages.ts";

/** A package and the advisories that speak of its version. */
export interface Match {
  readonly found: LockedPackage;
  readonly advisories: readonly Advisory[];
}

/** Asks the snapshot about every package of a lock file. */
export function matchAdvisories(lock: ReadLock, snapshot: AdvisorySnapshot): { matches: Match[]; problems: Problem[] } {
  const matches: Match[] = [];
  const problems: Problem[] = [];
  const known = new Set(snapshot.parts.map((part) => part.ecosystem));
  const missing = new Set(lock.packages.map(({ ecosystem }) => ecosystem).filter((ecosystem) => !known.has(ecosystem)));
  for (const ecosystem of missing)
    problems.push({ path: lock.path, code: "no-advisories", message: `the advisory snapshot holds nothing of ${ecosystem}` });
  for (const found of lock.packages) {
    if (!found.registry || missing.has(found.ecosystem)) continue;
    const said = snapshot.lookup(found.ecosystem, found.name).map((advisory) => ({
      advisory,
      answer: affects(advisory, found.ecosystem, found.version),
    }));
    const unknown = said.filter(({ answer }) => answer === "unknown");
    if (unknown.length > 0)
      problems.push({
        path: lock.path,
        code: "version-unknown",
        message: `whether ${unknown.length} ${unknown.length === 1 ? "advisory speaks" : "advisories speak"} of ${shown(found)} cannot be told from the version`,
        line: found.line,
      });
    const advisories = withoutAliases(said.flatMap(({ advisory, answer }) => (answer === "yes" ? [advisory] : [])));
    if (advisories.length > 0) matches.push({ found, advisories });
  }
  return { matches, problems };
}

/** Databases copy from each other: of records that name each other, or one CVE, the first with a weakness number is told. */
function withoutAliases(advisories: readonly Advisory[]): Advisory[] {
  const kept: Advisory[] = [];
  for (const advisory of advisories.toSorted((a, b) => Number(b.cwe.length > 0) - Number(a.cwe.length > 0))) {
    const names = new Set([advisory.id, ...advisory.aliases]);
    if (!kept.some((other) => [other.id, ...other.aliases].some((name) => names.has(name)))) kept.push(advisory);
  }
  return kept.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** One finding for each advisory, on the package's line. */
export function findingsOf(lock: ReadLock, { found, advisories }: Match, places: ImportPlaces): RawFinding[] {
  // Code gets the copy that the project asks for, not the one that another package brings for itself.
  const shadowed = found.direct === false && lock.packages.some((other) => other.name === found.name && other.direct !== false);
  const imported = shadowed ? [] : places(found);
  const upgrade = upgradeFor(advisories, found.ecosystem, found.version);
  const location = {
    path: lock.path,
    startLine: found.line,
    startColumn: 1,
    endLine: found.line,
    endColumn: lock.lineLength(found.line) + 1,
  };
  return advisories.map((advisory) => ({
    rule: advisory.id,
    cwe: advisory.cwe,
    severity: advisory.severity,
    confidence: confidenceOf(found, imported),
    location,
    title: cut(advisory.summary === "" ? `Known weakness ${advisory.id}` : advisory.summary),
    message: messageOf(found, advisory, imported),
    remedy: remedyOf(found, upgrade),
    ...(imported !== undefined && imported.length > 0
      ? { trace: imported.slice(0, 5).map((place) => ({ location: place, note: `${found.name} is imported here` })) }
      : {}),
  }));
}

/** How likely the weakness matters here: the version is known to be affected, its use is what is unsure. */
function confidenceOf({ dev }: LockedPackage, imported: readonly unknown[] | undefined): number {
  const reached = imported === undefined ? 0.7 : imported.length > 0 ? 0.9 : 0.6;
  return dev ? Math.round((reached - 0.2) * 10) / 10 : reached;
}

function messageOf(found: LockedPackage, advisory: Advisory, imported: readonly unknown[] | undefined): string {
  const names = [advisory.id, ...advisory.aliases.filter((alias) => alias.startsWith("CVE-"))].join(", ");
  const score = advisory.score === undefined ? "" : ` CVSS ${advisory.score.toFixed(1)}.`;
  const role = `${found.dev ? "a development dependency" : "a dependency"}${found.direct === false ? " of a dependency" : ""}`;
  const reach =
    imported === undefined
      ? "Whether the code uses it was not looked at."
      : imported.length > 0
        ? "The project's code imports it."
        : "The project's own code does not import it.";
  return `${shown(found)}, ${role}, has a known weakness: ${names}.${score} ${reach}`;
}

function remedyOf(found: LockedPackage, upgrade: ReturnType<typeof upgradeFor>): string {
  if (upgrade === undefined) return `No version of ${found.name} is known to be free of this; replace it or leave the use out.`;
  const step = upgrade.sameMajor
    ? "the lowest fixed version of the same major version"
    : "the lowest fixed version, of another major version";
  return `Upgrade ${found.name} to ${upgrade.version}, ${step}; the project's tests have not been run with it.`;
}

function shown({ name, version }: LockedPackage): string {
  return `${name} ${version}`;
}

function cut(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 97)}...`;
}
