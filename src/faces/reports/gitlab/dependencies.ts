import { AssayError } from "#domain/errors.ts";
import type { Component, Inventory, Weakness } from "#app/inventory.ts";
import { showInvisible } from "#lib/text.ts";
import { uuidOf } from "#faces/reports/sbom/cyclonedx.ts";
import type { ReportTimes } from "./sast.ts";

/** Of GitLab's report formats; the same as that of the SAST report. */
const VERSION = "15.0.4";
const LIMITS = { name: 255, description: 100_000, message: 2000 } as const;
const MANAGERS: readonly (readonly [file: RegExp, manager: string])[] = [
  [/^(?:package-lock|npm-shrinkwrap)\.json$/u, "npm"],
  [/^pnpm-lock\.yaml$/u, "pnpm"],
  [/^yarn\.lock$/u, "yarn"],
  [/^poetry\.lock$/u, "poetry"],
  [/^uv\.lock$/u, "uv"],
  [/^Pipfile\.lock$/u, "pipenv"],
  [/\.txt$/u, "pip"],
  [/^go\.(?:sum|mod)$/u, "go"],
  [/^Cargo\.lock$/u, "cargo"],
  [/^pom\.xml$/u, "maven"],
  [/^gradle\.lockfile$/u, "gradle"],
  [/^Gemfile\.lock$/u, "bundler"],
  [/^composer\.lock$/u, "composer"],
];

/**
 * GitLab's dependency scanning report: the packages of every lock file, and one vulnerability for each advisory and file. A lock file that could not be read
 * in whole makes it a `failure`. Throws AssayError `snapshot-invalid` without advisories: an empty report would call every package sound.
 */
export function gitlabDependencies(inventory: Inventory, version: string, times: ReportTimes): object {
  const { components, weaknesses, problems } = inventory;
  if (weaknesses === undefined) throw new AssayError("snapshot-invalid", "there is no advisory snapshot");
  const tool = { id: "assay", name: "assay", version, vendor: { name: "assay" } };
  const byPurl = new Map(components.map((component) => [component.purl, component]));
  const files = new Set(components.flatMap(filesOf));
  return {
    version: VERSION,
    scan: {
      analyzer: tool,
      scanner: tool,
      type: "dependency_scanning",
      start_time: times.start,
      end_time: times.end,
      status: problems.length === 0 ? "success" : "failure",
      messages: problems.map(({ path, message }) => ({
        level: "warn",
        value: bounded(path === undefined ? message : `${path}: ${message}`, LIMITS.message),
      })),
    },
    dependency_files: [...files].toSorted().map((path) => ({
      path: path.toWellFormed(),
      package_manager: managerOf(path),
      dependencies: components.filter((one) => filesOf(one).includes(path)).map(packageOf),
    })),
    vulnerabilities: weaknesses.flatMap((weakness) => {
      const component = byPurl.get(weakness.purl);
      return component === undefined ? [] : filesOf(component).map((file) => vulnerability(weakness, component, file));
    }),
  };
}

function vulnerability({ purl, advisory, upgrade }: Weakness, component: Component, file: string): object {
  const { id, aliases, summary, severity, cwe } = advisory;
  const names = [id, ...aliases];
  return {
    id: uuidOf({ purl, id, file }),
    name: bounded(summary === "" ? `${id} in ${component.name}` : summary, LIMITS.name),
    description: bounded(`${component.name} ${component.version} has a known weakness: ${names.join(", ")}.`, LIMITS.description),
    severity: severity === "info" ? "Info" : `${severity[0]?.toUpperCase() ?? ""}${severity.slice(1)}`,
    solution: upgrade === undefined ? "No fixed version is known." : `Upgrade ${component.name} to ${upgrade}.`,
    identifiers: [
      ...names.slice(0, 15).map((name) => ({
        type: /^(?:CVE|GHSA)-/u.exec(name)?.[0].slice(0, -1).toLowerCase() ?? "osv",
        name,
        value: name,
        url: `https://osv.dev/vulnerability/${encodeURIComponent(name)}`,
      })),
      ...cwe.slice(0, 5).map((one) => ({
        type: "cwe",
        name: one,
        value: one.slice(4),
        url: `https://cwe.mitre.org/data/definitions/${one.slice(4)}.html`,
      })),
    ],
    location: { file: file.toWellFormed(), dependency: packageOf(component) },
  };
}

function packageOf({ name, version }: Component): object {
  return { package: { name: name.toWellFormed() }, version: version.toWellFormed() };
}

/** Lock files that list it, without their lines. */
function filesOf({ places }: Component): string[] {
  return [...new Set(places.map((place) => place.replace(/:\d+$/u, "")))];
}

function managerOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return MANAGERS.find(([file]) => file.test(name))?.[1] ?? "unknown";
}

function bounded(text: string, most: number): string {
  const shown = showInvisible(text.trim() === "" ? "-" : text);
  return (shown.length <= most ? shown : `${shown.slice(0, most - 1)}…`).toWellFormed();
}
