import { basename } from "node:path";
import { PackageURL } from "packageurl-js";
import { upgradeFor } from "#analysis/advisories/affects.ts";
import type { LockedPackage } from "#analysis/lockfiles/locked-package.ts";
import { isLockfile } from "#analysis/lockfiles/names.ts";
import { matchAdvisories } from "#adapters/scanner-host/dependency-findings.ts";
import { importPlaces } from "#adapters/scanner-host/import-places.ts";
import { readLock } from "#adapters/scanner-host/locked-packages.ts";
import type { Advisory, Ecosystem } from "#domain/advisory.ts";
import type { Problem } from "#domain/completeness.ts";
import { AssayError } from "#domain/errors.ts";
import { by } from "#lib/compare.ts";
import type { Project } from "./project.ts";

/** One package in one version, wherever it is listed. */
export interface Component extends Pick<LockedPackage, "ecosystem" | "name" | "version"> {
  /** Package URL (https://github.com/package-url/purl-spec); unique in an inventory. */
  readonly purl: string;
  readonly direct: boolean;
  /** True where no place needs it but for development. */
  readonly dev: boolean;
  /** `path:line` of the lock files that list it, sorted. */
  readonly places: readonly string[];
}

export interface Weakness {
  /** Of a component. */
  readonly purl: string;
  readonly advisory: Advisory;
  /** The project's code imports the package; undefined where that was not looked at. */
  readonly imported: boolean | undefined;
  /** The version that ends it; absent where none is known. */
  readonly upgrade?: string;
}

/** What a project is made of, by its lock files. */
export interface Inventory {
  /** Name of the project's folder. */
  readonly project: string;
  /** Sorted by package URL. */
  readonly components: readonly Component[];
  /** By package URL and advisory; undefined where there is no snapshot of advisories. */
  readonly weaknesses: readonly Weakness[] | undefined;
  /** Version of the snapshot, and the day of its youngest record as RFC 3339. */
  readonly snapshot?: { readonly version: string; readonly newest: string };
  /** Why it is not whole. */
  readonly problems: readonly Problem[];
}

const TYPES: Readonly<Record<Ecosystem, string>> = {
  npm: "npm",
  PyPI: "pypi",
  Go: "golang",
  "crates.io": "cargo",
  Maven: "maven",
  RubyGems: "gem",
  Packagist: "composer",
};

/** Reads every lock file of the project. Rejects with AssayError `nothing-to-scan` where there is none. */
export async function inventory(project: Project, signal: AbortSignal): Promise<Inventory> {
  const { others = [] } = await project.disk.list({ paths: [] }, signal);
  const paths = others.filter(isLockfile);
  if (paths.length === 0)
    throw new AssayError("nothing-to-scan", `no lock file under ${project.root}`, {
      hint: "docs/guides/dependencies.md lists the files that are read.",
    });
  const snapshot = await project.advisories();
  const problems: Problem[] = [];
  const components = new Map<string, Component>();
  const weaknesses: Weakness[] = [];
  let places: Awaited<ReturnType<typeof importPlaces>> | undefined;
  for (const path of paths) {
    signal.throwIfAborted();
    const lock = await readLock(project.disk, path);
    for (const { code, message, line } of lock?.problems ?? [])
      problems.push({ path, code, message, ...(line !== undefined && { line }) });
    for (const found of lock?.packages ?? []) add(components, found, path);
    if (lock === undefined || snapshot === undefined) continue;
    const said = matchAdvisories(lock, snapshot);
    problems.push(...said.problems);
    for (const { found, advisories } of said.matches) {
      places ??= await importPlaces(project.disk, signal);
      const imported = places(found)?.length;
      const upgrade = upgradeFor(advisories, found.ecosystem, found.version)?.version;
      const common = {
        purl: purlOf(found),
        imported: imported === undefined ? undefined : imported > 0,
        ...(upgrade !== undefined && { upgrade }),
      };
      weaknesses.push(...advisories.map((advisory) => ({ ...common, advisory })));
    }
  }
  const newest = snapshot?.parts
    .map((part) => part.newest)
    .toSorted()
    .at(-1);
  return {
    project: basename(project.root),
    components: [...components.values()].toSorted(by(({ purl }) => purl)),
    weaknesses: snapshot === undefined ? undefined : unique(weaknesses),
    ...(snapshot !== undefined && { snapshot: { version: snapshot.version, newest: newest ?? "" } }),
    problems,
  };
}

function add(components: Map<string, Component>, found: LockedPackage, path: string): void {
  const purl = purlOf(found);
  const before = components.get(purl);
  const { ecosystem, name, version } = found;
  components.set(purl, {
    ecosystem,
    name,
    version,
    purl,
    direct: (before?.direct ?? false) || found.direct === true,
    dev: (before?.dev ?? true) && found.dev,
    places: [...new Set([...(before?.places ?? []), `${path}:${found.line}`])].toSorted(),
  });
}

function unique(weaknesses: readonly Weakness[]): Weakness[] {
  const byKey = new Map(weaknesses.map((one) => [`${one.purl} ${one.advisory.id}`, one]));
  return [...byKey.values()].toSorted(
    by(
      ({ purl }) => purl,
      ({ advisory }) => advisory.id,
    ),
  );
}

function purlOf({ ecosystem, name, version }: LockedPackage): string {
  const cut = ecosystem === "Maven" ? name.indexOf(":") : name.lastIndexOf("/");
  const namespace = cut === -1 ? undefined : name.slice(0, cut);
  return new PackageURL(TYPES[ecosystem], namespace, name.slice(cut + 1), version, undefined, undefined).toString();
}
